import type { Mappings } from './mappings';
import { text } from './default-mappings-text';
import { parseMappings } from './parse-mappings';

/** The mapping file that comes with the program, as YAML. */
export const defaultMappingsText = text;

let parsed: Mappings | undefined;

/** The mapping file that comes with the program, compiled on first use. */
export function defaultMappings(): Mappings {
  if (!parsed) {
    const result = parseMappings(defaultMappingsText, 'mappings.yml');
    if (!result.ok) throw new Error(result.errors.map(({ line, message }) => `mappings.yml:${line}: ${message}`).join('\n'));
    parsed = result.mappings;
  }
  return parsed;
}
