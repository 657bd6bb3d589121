// The gateway's own process: `node gateway.js BACKEND_PORT LISTEN_PORT`. It lives as long as the channel to its parent.
import { Gateway } from './server';

const [backendPort, port] = process.argv.slice(2).map(Number);
const gateway = new Gateway({ backendPort: backendPort ?? 0, port: port ?? 0 });

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  gateway.close();
  process.exit(0);
});
// The terminal sends Ctrl-C to every process of its group; the parent decides when the gateway ends.
process.on('SIGINT', () => undefined);

try {
  process.send?.({ port: await gateway.listen() });
} catch (error) {
  process.send?.({ error: error instanceof Error && 'code' in error ? String(error.code) : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
}
