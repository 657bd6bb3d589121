import { sections } from './default-sections';
import { assemble, canonicalName, type Mappings, type Sentences } from './mappings';
import { compileTemplate, type Template } from './template';

function templatesOf(sources: string | readonly string[]): Template[] {
  return [sources].flat().map((source) => {
    const compiled = compileTemplate(source.trim());
    if (!compiled.ok) throw new Error(`mappings.yml: ${compiled.message}: ${source}`);
    return compiled.template;
  });
}

const labels = (section: Readonly<Record<string, string>>) =>
  new Map(Object.entries(section).map(([name, label]) => [canonicalName(name), label.trim()]));

const sentences = (section: Sentences) =>
  Object.entries(section).map(([name, sources]): [string, Template[]] => [canonicalName(name), templatesOf(sources)]);

let compiled: Mappings | undefined;

/** The mapping file that comes with the program, compiled on first use. */
export function defaultMappings(): Mappings {
  compiled ??= assemble({
    categories: labels(sections.categories),
    operations: sentences(sections.operations),
    categorySummaries: sentences(sections.category_summaries),
    resultNotes: labels(sections.result_notes),
    fallback: templatesOf(sections.default),
  });
  return compiled;
}
