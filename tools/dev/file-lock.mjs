// A lock file that holds the owner's process id; a lock whose owner has died is taken over.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 250;
const giveUpMs = 15 * 60_000;

function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return null;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function tryAcquire(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const owner = ownerOf(file);
    if (owner !== null && !(owner > 0 && isAlive(owner))) rmSync(file, { force: true });
    return false;
  }
  // Two processes may have removed the same dead lock, the later one removing the newer file: only the last owner goes on.
  await delay(50);
  return ownerOf(file) === process.pid;
}

/** Run `work` while holding `file`; `onWait` is called once when another process holds it. Gives up after 15 minutes. */
export async function withFileLock(file, onWait, work) {
  const started = Date.now();
  let told = false;
  while (!(await tryAcquire(file))) {
    const owner = ownerOf(file);
    if (!told && owner !== null) {
      told = true;
      onWait();
    }
    if (Date.now() - started > giveUpMs)
      throw new Error(`Process ${owner} has held ${file} for 15 minutes. End it, or delete the file if it is not an AOC process.`);
    await delay(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
