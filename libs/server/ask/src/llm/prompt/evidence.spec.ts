import fc from 'fast-check';
import { z } from 'zod';
import { citedEvent, modelQuestion } from '../../testing/model-question';
import { clipped, evidenceFor } from './evidence';
import { veilFor } from './veil';

const sentSchema = z.object({ events_left_out: z.number(), events: z.array(z.object({ n: z.number() })) });
const open = veilFor(false, { people: [], entity: null, events: [], question: '' });
const name = fc.stringMatching(/^[A-Z][a-z]{4,9} Zq[a-z]{4,9}$/);
const person = fc.oneof(
  name,
  name.map((text) => `${text.toLowerCase().replace(' ', '.')}@zq.example`),
);

describe('the evidence that is sent', () => {
  it('is one line of sound JSON of bounded size, whatever the records hold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.constantFrom('\n\u2028"}]}', '\ud83d', '€'.repeat(5000), '"'.repeat(5000)),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 600 }), (texts, count) => {
        const pick = (index: number): string => texts[index % texts.length] ?? '';
        const events = Array.from({ length: count }, (_, index) =>
          citedEvent(index + 1, {
            operation: pick(index),
            actor_display: pick(index + 1),
            target_displays: texts,
            display_summary: pick(index + 2),
          }),
        );
        const { json, shown } = evidenceFor(
          modelQuestion({ events, computed: pick(0), numbers: texts.map((label) => ({ label, value: 1 })) }),
          open,
        );
        expect(json.length).toBeLessThan(140_000);
        expect(json).not.toContain('\n');
        const sent = sentSchema.parse(JSON.parse(json));
        expect(sent.events.map(({ n }) => n)).toEqual([...shown]);
        expect(sent.events.length + sent.events_left_out).toBe(count);
      }),
      { numRuns: 60 },
    );
  });

  it('holds nothing of the people, where they are to be hidden', () => {
    fc.assert(
      fc.property(fc.array(person, { minLength: 2, maxLength: 8 }), fc.ipV4(), (people, address) => {
        const pick = (index: number): string => people[index % people.length] ?? '';
        const events = people.map((_, index) =>
          citedEvent(index + 1, {
            actor_display: pick(index),
            target_displays: [pick(index + 1)],
            display_summary: `${pick(index + 1)} was changed by "${pick(index).toUpperCase()}" (${address})`,
          }),
        );
        const question = modelQuestion({
          events,
          computed: `**${pick(0)}** did it, ${pick(1)}: 3`,
          numbers: [{ label: `events by ${pick(0)}`, value: 3 }],
        });
        const info = { ...question.info, entity: pick(1), query: `actor:"${pick(0)}"` };
        const veil = veilFor(true, { people, entity: info.entity, events, question: question.question });
        const { json } = evidenceFor({ ...question, info }, veil);
        expect(json).not.toMatch(/zq/i);
        expect(json).not.toContain(address);
      }),
    );
  });

  it('is cut between characters', () => {
    expect(clipped('a😀b', 2)).toBe('a…');
    expect(clipped('abc', 3)).toBe('abc');
  });
});
