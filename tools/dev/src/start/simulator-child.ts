// Process of its own for the simulated tenant: argument one is the company as JSON.
import { startSimulator } from '@aoc/tools/microsoft-simulator';
import { parseWorld, type Announcement } from './simulator';

/** Records are delivered after seconds, not after the minutes and hours of the real APIs. */
const latencyScale = 0.005;
const eventsPerMinute = 30;
const storyEveryMinutes = 10;

const { seed, events, anchor, port } = parseWorld(process.argv[2] ?? '');
const simulator = await startSimulator({
  port,
  seed,
  now: anchor,
  tenants: [{ seed, events, live: { eventsPerMinute, storyEveryMinutes }, latencyScale }],
});
simulator.control.clock.set(new Date());
simulator.control.clock.run(true);
const [tenant] = simulator.control.tenants;
if (!tenant) throw new Error('The simulator has no tenant.');
const { loginUrl, graphUrl, managementUrl } = simulator;
const { tenantId, clientId, clientSecret } = tenant;
const announcement: Announcement = { loginUrl, graphUrl, managementUrl, tenantId, clientId, clientSecret };
console.log(JSON.stringify(announcement));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
