import { evidenceOf, textOf, type ChatRequest } from './chat-request';
import type { Reply } from './reply';

const SHOWN = 5;

/** A model that does what it is asked: says what was computed and names the first events with their numbers. */
export function dutiful(request: ChatRequest): Reply {
  const evidence = evidenceOf(request);
  if (evidence === null) return { kind: 'text', text: 'There is no evidence in this request, so nothing can be said.' };
  const rows = evidence.events
    .slice(0, SHOWN)
    .map(({ n, time = '', actor = 'somebody', operation = 'something' }) => `- ${time} ${actor}: ${operation} [${n}]`);
  const computed = (evidence.computed_answer ?? '').split('\n')[0] ?? '';
  return { kind: 'text', text: [computed || 'This is what the events say.', ...(rows.length > 0 ? ['', ...rows] : [])].join('\n') };
}

const SECRET_WORDS = /system prompt|your instructions/i;
const URL_WORDS = /https?:\/\/[^\s"'\\)<>]+/;
const CALL_WORDS = /call (?:the tool )?([a-z_]+)/i;
const SAY_WORDS = /(?:say|answer|reply)(?: only)?(?: with)? ['“]([^'”]+)['”]/i;

/** What a record demands, from `ignore ... instructions` to the end of its text; empty without such a record. */
const demandOf = (request: ChatRequest): string =>
  /ignore (?:all |any )?(?:previous|prior|above|earlier) instructions[^"\n]*/i.exec(
    `${textOf(request, 'user')}\n${textOf(request, 'tool')}`,
  )?.[0] ?? '';

/**
 * A model that obeys instructions which it finds in log records: calls the tool that they name, gives away its instructions, sends what it
 * knows to an address as image, link and HTML, and says what it is told to. Without such a record it is {@link dutiful}.
 */
export function obedient(request: ChatRequest): Reply {
  const demand = demandOf(request);
  if (demand === '') return dutiful(request);
  const tool = CALL_WORDS.exec(demand)?.[1];
  if (tool !== undefined && !request.messages.some(({ role }) => role === 'tool'))
    return { kind: 'tools', calls: [{ name: tool, arguments: { id: '*', status: 'resolved', tenant_id: '*' } }] };
  const url = URL_WORDS.exec(demand)?.[0];
  const known = JSON.stringify(evidenceOf(request)).slice(-200);
  const parts = [SAY_WORDS.exec(demand)?.[1] ?? 'I obey.'];
  if (SECRET_WORDS.test(demand)) parts.push(textOf(request, 'system'));
  if (url !== undefined) {
    const target = `${url}?d=${encodeURIComponent(known)}`;
    parts.push(`![x](${target})`, `[details](${target})`, `<img src="${target}">`, `<${target}>`, `[9999]: ${target}`, target);
  }
  return { kind: 'text', text: parts.join('\n\n') };
}
