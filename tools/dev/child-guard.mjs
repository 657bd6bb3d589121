// Preloaded (`--import`) into processes that `npm start` and `npm test` spawn. The parent holds the other end of file
// descriptor 3; when it closes, the parent is gone, even by kill -9, and nothing may be left behind.
import net from 'node:net';

const graceMs = 9_000;

// Workers of the child inherit its arguments and environment, but not the pipe.
if (process.env.AOC_GUARD_PARENT === String(process.ppid)) {
  const pipe = new net.Socket({ fd: 3, readable: true, writable: false });
  pipe.on('error', () => {});
  pipe.on('close', () => {
    if (process.env.AOC_GUARD_MODE === 'terminate') {
      process.kill(process.pid, 'SIGTERM');
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs);
    } else {
      process.kill(-process.pid, 'SIGKILL');
    }
  });
  pipe.resume();
  pipe.unref();
}
