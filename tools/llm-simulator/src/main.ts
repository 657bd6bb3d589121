import { parseArgs } from 'node:util';
import { dutiful, obedient } from './models';
import { FAULTS, type Reply } from './reply';
import { startLlmSimulator, type ReceivedRequest } from './simulator';

const help = `A language model for trying out: an OpenAI-compatible server on loopback that answers from the evidence in the prompt.

  npm run llm-simulator -- [options]

  --port N       port (default 4030; 0 takes a free one)
  --key TEXT     callers must show this key; without it every key is taken
  --fault NAME   do this instead of answering; may be given several times, one for each request in turn, the last for all that follow:
                 ${Object.keys(FAULTS).join(', ')}
  --obey         obey instructions that stand in log records
  --delay N      wait N milliseconds before the first piece of an answer and a tenth of it before each next
  --quiet        do not print requests
  --help         this text

Run AOC against it with AI_FEATURES_ENABLED=true LLM_BASE_URL=http://127.0.0.1:4030/v1 LLM_API_KEY=anything LLM_MODEL=simulated,
or in the form of Azure with LLM_BASE_URL=http://127.0.0.1:4030/openai LLM_API_VERSION=2024-10-21.
`;

const options = {
  port: { type: 'string', default: '4030' },
  key: { type: 'string' },
  fault: { type: 'string', multiple: true },
  obey: { type: 'boolean', default: false },
  delay: { type: 'string', default: '0' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

class UsageError extends Error {}

function wholeNumber(name: string, text: string, max: number): number {
  if (/^\d+$/.test(text) && Number(text) <= max) return Number(text);
  throw new UsageError(`--${name} expects a whole number from 0 to ${max}, not "${text}".`);
}

function faultOf(name: string): Reply {
  const fault = FAULTS[name];
  if (fault !== undefined) return fault;
  throw new UsageError(`--fault expects one of ${Object.keys(FAULTS).join(', ')}, not "${name}".`);
}

function print({ method, path, headers, chat, body }: ReceivedRequest): void {
  const key = headers['api-key'] === undefined ? headers.authorization : headers['api-key'];
  console.log(
    JSON.stringify({ method, path, key: key === undefined ? 'none' : 'shown', messages: chat?.messages.length, bytes: body.length }),
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const faults = (values.fault ?? []).map(faultOf);
  const delay = wholeNumber('delay', values.delay, 3_600_000);
  const simulator = await startLlmSimulator({
    port: wholeNumber('port', values.port, 65_535),
    key: values.key,
    onRequest: values.quiet ? undefined : print,
  });
  const last = faults.at(-1);
  simulator.next.push(...faults);
  simulator.rules.push((request) => {
    if (last !== undefined) return last;
    const reply = values.obey ? obedient(request) : dutiful(request);
    return reply.kind === 'text' ? { ...reply, firstMs: delay, pieceMs: delay / 10 } : reply;
  });
  console.log(`OpenAI form  LLM_BASE_URL=${simulator.url}\nAzure form   LLM_BASE_URL=${simulator.azureUrl} LLM_API_VERSION=2024-10-21`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void simulator.stop().then(() => process.exit(0)));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(error instanceof UsageError || (error instanceof TypeError && 'code' in error) ? 2 : 1);
}
