import { elementBytes, elementsOf, joinElements, type BsonElement } from './bson-bytes';

const DOCUMENT = 0x03;
const ARRAY = 0x04;

const partOf = (bytes: Buffer, name: string, type: number): BsonElement | undefined =>
  elementsOf(bytes).find((element) => element.name === name && element.type === type);

/** The document with one of its documents or lists changed; as it is where that is not there. */
function changed(bytes: Buffer, name: string, type: number, change: (part: Buffer) => Buffer): Buffer {
  const part = partOf(bytes, name, type);
  if (!part) return bytes;
  const value = change(bytes.subarray(part.value, part.end));
  return joinElements([bytes.subarray(4, part.start), elementBytes(type, name, value), bytes.subarray(part.end, bytes.length - 1)]);
}

const norOf = (condition: Buffer): Buffer =>
  joinElements([elementBytes(ARRAY, '$nor', joinElements([elementBytes(DOCUMENT, '0', condition)]))]);

/** A filter in which the engine sees one condition on a field, and no others on it in `$and`. `fields`: those that have one already. */
function oneForEachField(filter: Buffer, fields = new Set<string>()): Buffer {
  for (const { name } of elementsOf(filter)) fields.add(name);
  return changed(filter, '$and', ARRAY, (and) =>
    joinElements(
      elementsOf(and).map(({ type, name, start, value, end }) => {
        if (type !== DOCUMENT) return and.subarray(start, end);
        const condition = and.subarray(value, end);
        const repeats = elementsOf(condition).some((element) => !element.name.startsWith('$') && fields.has(element.name));
        return elementBytes(DOCUMENT, name, repeats ? norOf(norOf(condition)) : oneForEachField(condition, fields));
      }),
    ),
  );
}

/**
 * A find, or an aggregation of what matches and its sort, as the engine answers it in order. Of `{ keys: { $in: ['a', 'b'] }, $and: [{ keys: 'a' }] }`
 * it reads an index by the first condition and takes it to be in order because of the second: what it delivers is complete, but one value after
 * the other. So it is given one condition per field to read by, and the others as a double negation, which it tests on each document. Without
 * sort a command stays as it is: an index alone counts by several conditions.
 */
export function inOrder(spec: Buffer): Buffer {
  if (partOf(spec, 'sort', DOCUMENT)) return changed(spec, 'filter', DOCUMENT, (filter) => oneForEachField(filter));
  return changed(spec, 'pipeline', ARRAY, (pipeline) => {
    const second = partOf(pipeline, '1', DOCUMENT);
    const sorts = second && partOf(pipeline.subarray(second.value, second.end), '$sort', DOCUMENT);
    return sorts
      ? changed(pipeline, '0', DOCUMENT, (stage) => changed(stage, '$match', DOCUMENT, (filter) => oneForEachField(filter)))
      : pipeline;
  });
}
