/// <reference path="../../node_modules/node-pty/node-pty.d.ts" />

/** The package declares its types under the name that it has in the registry. */
declare module 'node-pty' {
  export { type IPty, spawn } from '@lydell/node-pty'
}
