import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { NODE, workspaceRoot } from './process';

/** Programs of the product, as `npm start` runs them. */
export type ProgramName = 'api' | 'worker' | 'migrate' | 'import' | 'maintenance' | 'audit-verify';

let building: Promise<string> | undefined;

/** Folder of the built programs, relative to the workspace; built by the first who asks, in this process or in another. */
export async function builtPrograms(): Promise<string> {
  building ??= promisify(execFile)(NODE, ['tools/dev/build-programs.mjs'], { cwd: workspaceRoot }).then(({ stdout }) =>
    path.relative(workspaceRoot, stdout.trim()),
  );
  return building;
}

/** File of a program for `startProgram`. @throws Error with what the bundler says */
export async function builtProgram(name: ProgramName): Promise<string> {
  return path.join(await builtPrograms(), `${name}.js`);
}
