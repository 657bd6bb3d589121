import { tenantIdSchema, type Alert } from '@aoc/contracts';
import { HIDES_NOTHING } from '@aoc/server/context';
import { buildAlert } from '@aoc/testing';
import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { factsOf, occasionOf } from './alert-facts';
import { emailContent, escapeHtml } from './email';
import { genericPayload } from './generic';
import { bySeverity, linkTo, oneLine, titleOf, type Message, type MessageAlert } from './message';
import { signatureOf } from './signature';
import { escapeSlack, slackPayload } from './slack';
import { teamsPayload } from './teams';

const tenantId = tenantIdSchema.parse('aaaaaaaa-0000-4000-8000-000000000001');
const URL_ = 'https://aoc.example.com';
const toAlert = (alert: Alert, publicUrl = URL_): MessageAlert => ({
  ...factsOf(alert, HIDES_NOTHING),
  result: 'success',
  url: linkTo(publicUrl, alert.id),
});
function messageOf(given: Partial<Alert>[], publicUrl = URL_): Message {
  const [first = toAlert(buildAlert()), ...rest] = given.map((one) => toAlert(buildAlert(one), publicUrl)).toSorted(bySeverity);
  return { id: 'm1', tenantId, title: titleOf([first, ...rest]), alerts: [first, ...rest], count: rest.length + 1, test: false };
}
/** All strings in a value. */
const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];

/** Texts that Slack reads as mrkdwn; it shows plain texts as they are. */
const mrkdwnOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnOf)];
};

const HOSTILE = '<!channel> <https://evil.example|click> [x](https://evil.example) & "q" \' <script>alert(1)</script>';
const hostile = { rule_name: HOSTILE, message: HOSTILE, actor: HOSTILE, targets: [HOSTILE], operation: HOSTILE, guidance: HOSTILE };

describe('the generic payload', () => {
  it('has the keys of 1.x exactly, and more beside them', () => {
    const payload = genericPayload(messageOf([{ id: 'a1' }]));
    expect(payload.alert).toEqual({
      rule_name: 'Admin Role Assignment',
      severity: 'high',
      message: 'Somebody was made an administrator',
      timestamp: '2026-03-10T08:00:00.000Z',
    });
    expect(payload.event).toEqual({
      id: 'Directory_1',
      timestamp: '2026-03-10T07:59:00.000Z',
      service: 'RoleManagement',
      operation: 'Add member to role',
      actor_display: 'Alice Adams',
      target_displays: ['Bob Brown'],
      result: 'success',
    });
    expect(payload).toMatchObject({
      id: 'a1',
      url: 'https://aoc.example.com/alerts?alert=a1',
      tenant_id: tenantId,
      occurrences: 1,
      matched: [{ field: 'operation' }],
      techniques: ['T1098.003'],
      count: 1,
    });
    expect(payload).not.toHaveProperty('alerts');
  });

  it('of several alerts has the most severe one in the keys of 1.x, and all in a list', () => {
    const payload = genericPayload(messageOf([{ id: 'low', severity: 'low' }, { id: 'top', severity: 'critical' }, { id: 'mid' }]));
    expect(payload).toMatchObject({ id: 'top', alert: { severity: 'critical' }, count: 3 });
    expect(payload.alerts?.map(({ id }) => id)).toEqual(['top', 'mid', 'low']);
  });
});

describe('the signature', () => {
  it('is an HMAC over time and body, and changes with either', () => {
    const now = new Date('2026-03-10T08:00:00.900Z');
    const [t, v1] = signatureOf('a secret', '{"a":1}', now).split(',');
    expect(t).toBe('t=1773129600');
    expect(v1).toBe(`v1=${createHmac('sha256', 'a secret').update('1773129600.{"a":1}').digest('hex')}`);
    expect(signatureOf('a secret', '{"a":2}', now)).not.toContain(v1);
    expect(signatureOf('a secret', '{"a":1}', new Date(now.getTime() + 1000))).not.toContain(v1);
  });
});

describe('titles', () => {
  it.each([
    [[{}], '[HIGH] Admin Role Assignment'],
    [[{ severity: 'low' as const }, { severity: 'critical' as const, rule_name: 'B' }], '[CRITICAL] 2 alerts: B, Admin Role Assignment'],
    [[{ rule_name: 'two\r\nlines: Bcc: x' }], '[HIGH] two lines: Bcc: x'],
  ])('%j', (given, title) => expect(messageOf(given).title).toBe(title));

  it('say when an alert was re-opened', () => {
    const { history } = buildAlert();
    const reopened = { at: '2026-03-11T08:00:00.000Z', by: 'AOC', change: 'reopened' as const, from: 'resolved', to: 'open', reason: null };
    const alert = buildAlert({ history: [...history, reopened] });
    expect(titleOf([factsOf(alert, HIDES_NOTHING)])).toBe('[HIGH] Admin Role Assignment (re-opened)');
    expect(occasionOf(alert)).toBe('reopened:2026-03-11T08:00:00.000Z');
    expect(occasionOf(buildAlert())).toBe('raised:2026-03-10T08:00:00.000Z');
    expect(occasionOf(buildAlert({ history: [] }))).toBe('raised:2026-03-10T08:00:00.000Z');
  });

  it('are one line of whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 2, max: 200 }), (text, max) => {
        const line = oneLine(text, max);
        expect(line.length).toBeLessThanOrEqual(max);
        expect(line).not.toMatch(/[\r\n\0]/);
        if (text.isWellFormed()) expect(line.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('what people write', () => {
  it('is shown and does nothing in Slack', () => {
    for (const message of [messageOf([hostile]), messageOf([hostile, hostile])]) {
      const payload = slackPayload(message);
      const read = [payload.text, ...mrkdwnOf(payload.blocks)];
      expect(read.length).toBeGreaterThan(2);
      // A link to the dashboard is the only thing in angle brackets.
      for (const text of read)
        expect(text.replaceAll(/<https:\/\/aoc\.example\.com\/alerts\?alert=[\w-]+\|[^<>|]*>/g, '')).not.toMatch(/[<>]/);
    }
    fc.assert(fc.property(fc.string(), (text) => !/[<>]/.test(escapeSlack(text))));
  });

  it('is plain text in Teams, where nothing reads Markdown', () => {
    for (const message of [messageOf([hostile]), messageOf([hostile, hostile])]) {
      const payload = teamsPayload(message);
      expect(payload.type).toBe('message');
      expect(payload.attachments[0]?.contentType).toBe('application/vnd.microsoft.card.adaptive');
      const content = payload.attachments[0]?.content;
      const types = content?.body.map((part) => Reflect.get(part, 'type'));
      expect(new Set(types)).toEqual(new Set(['RichTextBlock']));
      expect(JSON.stringify(payload).length).toBeLessThan(28_000);
    }
  });

  it('is text in an e-mail', () => {
    const { html, text, subject } = emailContent(messageOf([hostile]));
    expect(html).not.toContain('<script');
    expect(html).not.toContain('href="https://evil');
    expect(html.match(/href="/g)).toHaveLength(1);
    expect(text).toContain('<script>');
    expect(subject).toContain('[HIGH] <!channel>');
    fc.assert(fc.property(fc.string(), (given) => !/[<>"']/.test(escapeHtml(given))));
  });
});

describe('messages for people', () => {
  const facts = ['Somebody was made', 'Admin Role Assignment', 'RoleManagement', 'Add member to role', 'Alice Adams', 'Bob Brown'];
  const wanted = [...facts, '2026-03-10T07:59:00.000Z', 'https://aoc.example.com/alerts?alert=a1', '[HIGH]'];
  it.each([
    ['Slack', slackPayload],
    ['Teams', teamsPayload],
    ['e-mail', emailContent],
  ])('%s has title, severity, rule, message, service, action, actor, target, time and link', (_name, build) => {
    const all = strings(build(messageOf([{ id: 'a1' }]))).join('\n');
    for (const fact of wanted) expect(all).toContain(fact);
    expect(strings(build(messageOf([{}], ''))).join('\n')).not.toContain('/alerts?alert=');
  });

  it.each([
    ['Slack', slackPayload, 50_000],
    ['Teams', teamsPayload, 28_000],
    ['e-mail', emailContent, 200_000],
  ])('%s shows twenty alerts of a digest and counts the others, within limits', (_name, build, most) => {
    const long = 'x'.repeat(5000);
    const many = messageOf(Array.from({ length: 33 }, () => ({ rule_name: `R ${long}`, actor: long, message: long, operation: long })));
    const payload = build(many);
    expect(strings(payload).join('\n')).toContain('and 13 more');
    expect(JSON.stringify(payload).length).toBeLessThan(most);
    for (const text of mrkdwnOf(payload)) expect(text.length).toBeLessThan(3000);
  });

  it('keep back details that privacy settings hide', () => {
    const privacy = { hiddenServices: ['RoleManagement'], hiddenOperations: [] };
    const facts = factsOf(buildAlert(), privacy);
    expect(facts.withheld).toBe(true);
    expect(JSON.stringify(facts)).not.toMatch(/Alice|Bob|Add member/);
    // What a rule says ends with what happened; anything else may be of an event as well.
    const saying = (message: string) => factsOf({ ...buildAlert(), message }, privacy).message;
    expect(saying(`New administrator (2): ${buildAlert().summary}`)).toBe('New administrator (2)');
    expect(saying('Alice did it')).toBe('Admin Role Assignment');
    expect(factsOf(buildAlert(), { hiddenServices: [], hiddenOperations: ['Add member to role'] }).withheld).toBe(true);
  });
});

describe('messages of one of several tenants', () => {
  const branding = { name: 'Northwind *Care*', accent: null, logo: null };
  const message: Message = { ...messageOf([{ id: 'a1' }]), sender: { branding, tenant: 'Northwind <Traders>' } };

  it('say whose they are, as plain text, in every form', () => {
    const line = 'Northwind *Care* · Northwind <Traders>';
    expect(genericPayload(message)).toMatchObject({ tenant_name: 'Northwind <Traders>' });
    const slack = slackPayload(message);
    expect(strings(slack)).toContain(line);
    expect(mrkdwnOf(slack).join()).not.toContain('Northwind');
    expect(strings(teamsPayload(message))).toEqual(expect.arrayContaining([line, 'Open in Northwind *Care*']));
    expect(emailContent(message).html).toContain('Northwind &lt;Traders&gt;');
  });

  it('are as ever where nothing is set', () => {
    const plain = messageOf([{ id: 'a1' }]);
    const own: Message = { ...plain, sender: { branding: null, tenant: null } };
    for (const form of [genericPayload, slackPayload, teamsPayload, emailContent]) expect(form(own)).toEqual(form(plain));
  });
});
