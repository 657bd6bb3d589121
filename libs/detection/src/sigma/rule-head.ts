import { type RuleBody, type RuleCondition, severitySchema } from '@aoc/contracts';
import type { YamlMap, YamlValue } from './documents';
import { isText, textAt, textsAt } from './yaml-values';
import type { Findings } from './report';

/** What a document says of itself, whether it is a rule or a correlation. */
export interface Head {
  title: string | null;
  id: string | null;
  /** name by which correlations call it */
  name: string | null;
}

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function headOf(document: YamlValue): Head {
  const map: YamlMap = document instanceof Map ? document : new Map();
  const part = (key: string, max: number): string | null => {
    const text = textAt(map, key);
    return text === null ? null : cut(oneLine(text), max);
  };
  return { title: part('title', 200), id: part('id', 100), name: part('name', 100) };
}

/** The licence asks that author and rule are named wherever the rule is used. */
function attribution(map: YamlMap, { id }: Head): string {
  const author = textAt(map, 'author');
  const licence = textAt(map, 'license') ?? textAt(map, 'licence');
  const parts = [`Sigma rule${id === null ? '' : ` ${id}`}`, ...(author === null ? [] : [`by ${cut(oneLine(author), 300)}`])];
  return `${parts.join(' ')}, licence ${licence === null ? 'DRL 1.1' : cut(oneLine(licence), 100)}.`;
}

function description(map: YamlMap, head: Head): string {
  const attributed = attribution(map, head);
  const text = textAt(map, 'description') ?? '';
  return text === '' ? attributed : `${cut(text.trim(), 3990 - attributed.length)}\n\n${attributed}`;
}

function guidance(map: YamlMap): string {
  const harmless = textsAt(map, 'falsepositives').filter((text) => !/^(?:unknown|none|unlikely)\.?$/i.test(text.trim()));
  const fields = textsAt(map, 'fields');
  const lines = [
    ...(harmless.length === 0 ? [] : ['Known harmless causes:', ...harmless.map((text) => `- ${cut(oneLine(text), 400)}`)]),
    ...(fields.length === 0 ? [] : [`Look at: ${cut(fields.map(oneLine).join(', '), 1000)}`]),
  ];
  return cut(lines.join('\n'), 4000);
}

const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/i;

function tagsOf(map: YamlMap): Pick<RuleBody, 'tags' | 'techniques'> {
  const given = textsAt(map, 'tags').map((tag) => tag.trim());
  const techniques = given.flatMap((tag) => TECHNIQUE.exec(tag)?.[1]?.toUpperCase() ?? []);
  const status = textAt(map, 'status');
  const tags = ['sigma', ...(status === null ? [] : [`status.${oneLine(status)}`]), ...given.filter((tag) => !TECHNIQUE.test(tag))];
  const clean = tags.map((tag) => tag.slice(0, 64).trim()).filter((tag) => tag !== '');
  return { tags: [...new Set(clean)].slice(0, 50), techniques: [...new Set(techniques)].slice(0, 20) };
}

const isAddress = (text: string): boolean => text.length <= 1000 && URL.canParse(text);

function severityOf(map: YamlMap, findings: Findings): RuleBody['severity'] {
  const level = textAt(map, 'level');
  const parsed = severitySchema.safeParse(level?.trim().toLowerCase());
  if (parsed.success) return parsed.data;
  findings.note(
    level === null ? 'the rule gives no level: medium is taken' : `the level "${cut(oneLine(level), 40)}" is not known: medium is taken`,
  );
  return 'medium';
}

/** A rule of ours with everything that the document says about it. */
export function bodyOf(map: YamlMap, head: Head, conditions: RuleCondition[], findings: Findings): RuleBody {
  const references = [...new Set(textsAt(map, 'references').map((text) => text.trim()))];
  if (references.some((text) => !isAddress(text))) findings.note('references that are no web addresses are left out');
  const state = textAt(map, 'status')?.toLowerCase();
  if (state === 'deprecated' || state === 'unsupported') findings.note(`its authors call the rule ${state}`);
  return {
    name: head.title ?? head.name ?? head.id ?? 'Sigma rule without title',
    enabled: !findings.switchedOff,
    severity: severityOf(map, findings),
    message: cut(oneLine(textAt(map, 'description') ?? head.title ?? ''), 1000),
    conditions,
    description: description(map, head),
    guidance: guidance(map),
    ...tagsOf(map),
    references: references.filter(isAddress).slice(0, 20),
    exceptions: [],
    tenants: 'all',
  };
}

/** Whether a document may be a Sigma rule at all; the reasons are put among the findings otherwise. */
export function isRule(document: YamlValue, findings: Findings): document is YamlMap {
  if (!(document instanceof Map)) {
    findings.fail('document', 'a Sigma rule is a mapping with title, logsource and detection');
    return false;
  }
  if (isText(document.get('action')))
    findings.fail('action', 'collections of rules with "action" are of an old form: write each rule in full');
  if (textAt(document, 'title') === null) findings.fail('title', 'the rule must have a title');
  return true;
}
