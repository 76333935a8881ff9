/** Makes this process tell the time of a zone from now on. Each test file has a process of its own. */
export function inZone(zone: string): void {
  process.env.TZ = zone
}
