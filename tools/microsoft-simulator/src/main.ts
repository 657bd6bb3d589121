import { z } from 'zod';
import { help, parseCli } from './cli';
import { startSimulator, type Simulator } from './simulator';

const codeSchema = z.object({ code: z.string(), path: z.string().optional() });

/** What went wrong at the start and what to do, in two sentences. */
function startProblem(error: unknown, port: number): string {
  const known = codeSchema.safeParse(error);
  switch (known.data?.code) {
    case 'EADDRINUSE':
      return `Port ${port} is already in use. Stop the program that listens there, or choose another port with --port.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Choose a port above 1023 with --port.`;
    case 'ENOENT':
      return `The file ${known.data.path ?? ''} does not exist. Check the name given to --replay.`;
    default:
      return `The simulator could not start: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function announce({ url, loginUrl, graphUrl, managementUrl, tls, control }: Simulator, json: boolean): void {
  const tenants = control.tenants.map((tenant) => ({
    tenant_id: tenant.tenantId,
    client_id: tenant.clientId,
    client_secret: tenant.clientSecret,
    sign_in_client_id: tenant.registration.client_id,
    accounts: tenant.accounts.map(({ upn, roles }) => ({ upn, roles })),
  }));
  if (json)
    return console.log(
      JSON.stringify({ url, login_url: loginUrl, graph_url: graphUrl, management_url: managementUrl, ca_file: tls?.caFile, tenants }),
    );
  const rows = tenants.map(
    (tenant) =>
      `  tenant ${tenant.tenant_id}\n    client id      ${tenant.client_id}\n    client secret  ${tenant.client_secret}\n    sign-in app    ${tenant.sign_in_client_id}`,
  );
  console.log(
    `Microsoft simulator\n  login          ${loginUrl}\n  Graph          ${graphUrl}\n  management     ${managementUrl}\n  control        ${url}/_control/${tls ? `\n  CA file        ${tls.caFile}` : ''}\n${rows.join('\n')}`,
  );
}

/** Compose every record of the history once. */
function measure({ control }: Simulator): void {
  for (const { tenantId } of control.tenants) {
    const from = performance.now();
    const records = control.truth(tenantId)[Symbol.iterator]();
    let count = 0;
    while (!records.next().done) count++;
    const seconds = (performance.now() - from) / 1000;
    console.log(
      JSON.stringify({
        tenant_id: tenantId,
        records: count,
        seconds,
        records_per_second: Math.round(count / seconds),
        rss_mb: Math.round(process.memoryUsage().rss / 1e6),
      }),
    );
  }
}

async function main(): Promise<void> {
  const parsed = parseCli(process.argv.slice(2));
  if (parsed.kind === 'help') return console.log(help);
  if (parsed.kind === 'error') {
    console.error(parsed.message);
    process.exitCode = 2;
    return;
  }
  let simulator: Simulator;
  try {
    simulator = await startSimulator(parsed.options);
  } catch (error) {
    console.error(startProblem(error, parsed.options.port ?? 0));
    process.exitCode = 1;
    return;
  }
  for (const fault of parsed.faults) simulator.control.faults.add(fault);
  if (parsed.measure) {
    measure(simulator);
    return simulator.stop();
  }
  // Before anybody can know that it runs, and end it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
  announce(simulator, parsed.json);
  const skipped = Math.max(0, ...simulator.control.tenants.map(({ skippedLines }) => skippedLines));
  if (skipped > 0) console.error(`${skipped} lines of the replayed files look like no known audit record. They are not served.`);
}

await main();
