import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { provideDebianTools, type DebianTool } from './debian-tool';

const browser: DebianTool = {
  program: 'headless-browser',
  packages: ['headless-browser'],
  purpose: 'tests in a browser',
  substitute: 'browser',
};

describe('programs of the machine', () => {
  const before = process.env.PATH;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'aoc-programs-'));
    // Without apt-get nothing can be installed, as on a machine that is not Debian.
    process.env.PATH = folder;
  });
  afterEach(async () => {
    process.env.PATH = before;
    await rm(folder, { recursive: true, force: true });
  });

  async function program(name: string): Promise<string> {
    const file = path.join(folder, name);
    await writeFile(file, '#!/bin/sh\n');
    await chmod(file, 0o755);
    return file;
  }

  it('are found on the PATH', async () => {
    await program('browser');
    const file = await program('headless-browser');
    expect(await provideDebianTools([browser], () => {})).toEqual(new Map([['headless-browser', file]]));
  });

  it('are replaced by what does as well where they cannot be installed', async () => {
    const file = await program('browser');
    expect(await provideDebianTools([browser], () => {})).toEqual(new Map([['headless-browser', file]]));
  });

  it('that are missing are named with what to do', async () => {
    await expect(provideDebianTools([browser], () => {})).rejects.toThrow(
      /^headless-browser is needed for tests in a browser and is not on the PATH\. Install it, .*apt-get install headless-browser/,
    );
  });
});
