import { spawn } from 'node:child_process';

/** Show the page to a person; does nothing where no desktop can be expected. */
export function openBrowser(url: string): void {
  const desktop = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!process.stdout.isTTY || !desktop || process.env.CI) return;
  const [command, ...args] = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '', url] }[String(process.platform)] ?? [
    'xdg-open',
    url,
  ];
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // No browser is no reason to fail: the address is printed.
  child.on('error', () => undefined);
  child.unref();
}
