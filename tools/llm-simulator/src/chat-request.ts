import { z } from 'zod';

const messageSchema = z.object({
  role: z.string(),
  content: z.string().nullish(),
  tool_calls: z.array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) })).optional(),
  tool_call_id: z.string().optional(),
});

/** The part of a chat completion request that the simulator looks at. */
export const chatRequestSchema = z.object({
  model: z.string().optional(),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).optional(),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).optional(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** All text of the messages of one role, in their order. */
export const textOf = (request: ChatRequest, role: string): string =>
  request.messages
    .filter((message) => message.role === role)
    .map(({ content }) => content ?? '')
    .join('\n');

const evidenceSchema = z.object({
  computed_answer: z.string().optional(),
  events: z.array(
    z.object({ n: z.number().int(), time: z.string().optional(), actor: z.string().optional(), operation: z.string().optional() }),
  ),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** The evidence of a prompt: the first line that is a JSON object with numbered events; null when there is none. */
export function evidenceOf(request: ChatRequest): Evidence | null {
  for (const line of textOf(request, 'user').split('\n')) {
    if (!line.startsWith('{')) continue;
    try {
      const parsed = evidenceSchema.safeParse(JSON.parse(line));
      if (parsed.success) return parsed.data;
    } catch {
      // a line that only looks like JSON
    }
  }
  return null;
}
