/** The version of the package; a test keeps it equal to package.json. Reading that file at each start would cost more. */
export const VERSION = '0.1.0'
