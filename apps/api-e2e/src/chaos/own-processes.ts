import { readdirSync, readFileSync } from 'node:fs';

/** Running processes whose command line has all of these texts. */
export function processesNaming(...texts: string[]): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return texts.every((text) => commandLine.includes(text));
      } catch {
        // Processes come and go while we look.
        return false;
      }
    })
    .map(Number);
}
