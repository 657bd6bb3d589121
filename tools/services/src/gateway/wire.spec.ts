import { deserialize, serialize } from 'bson';
import fc from 'fast-check';
import { elementsOf, MalformedBson, splitSequence, withFields, withoutFields } from './bson-bytes';
import { encodeMessage, encodeReply, FrameReader, parseRequest, type Frame } from './wire';

const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const name = fc.stringMatching(/^[a-zA-Z_]\w{0,10}$/).filter((key) => key !== '__proto__');
const document = fc.dictionary(name, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(name, scalar, { maxKeys: 3 })), {
  maxKeys: 6,
});
const bytesOf = (value: object): Buffer => Buffer.from(serialize(value));
const chunksOf = (bytes: Buffer, sizes: number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  for (let offset = 0, turn = 0; offset < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(offset, offset + size));
    offset += size;
  }
  return chunks;
};

describe('message codec', () => {
  it('gives back every message, however the stream is cut', () => {
    const message = fc.record({
      id: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      command: document,
      sections: fc.dictionary(name, fc.array(document, { minLength: 1, maxLength: 4 }), { maxKeys: 2 }),
    });
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 9 }),
        (messages, sizes) => {
          const stream = messages.map(({ id, command, sections }) =>
            encodeMessage(
              id,
              bytesOf(command),
              new Map(Object.entries(sections).map(([key, documents]) => [key, Buffer.concat(documents.map(bytesOf))])),
            ),
          );
          const reader = new FrameReader();
          const requests = chunksOf(Buffer.concat(stream), sizes)
            .flatMap((chunk) => reader.push(chunk))
            .map(parseRequest);
          expect(requests).toHaveLength(messages.length);
          requests.forEach((request, index) => {
            const sent = messages[index];
            expect(request.requestId).toBe(sent?.id);
            expect(request.command).toEqual(bytesOf(sent?.command ?? {}));
            for (const [key, documents] of Object.entries(sent?.sections ?? {}))
              expect(splitSequence(request.sequences.get(key) ?? Buffer.alloc(0))).toEqual(documents.map(bytesOf));
          });
        },
      ),
    );
  });

  it('refuses any other bytes with MalformedBson and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(2013, 2004, 2012, 1), (body, opCode) => {
        const frame: Frame = { requestId: 1, opCode, body: Buffer.from(body) };
        try {
          const request = parseRequest(frame);
          elementsOf(request.command);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedBson);
        }
      }),
    );
  });

  it('refuses a message that claims an impossible length', () => {
    for (const length of [0, 15, -1, 2 ** 31 - 1]) {
      const head = Buffer.alloc(16);
      head.writeInt32LE(length);
      expect(() => new FrameReader().push(head)).toThrow(MalformedBson);
    }
  });

  it('reads the legacy hello and answers it in the legacy form', () => {
    const body = Buffer.concat([Buffer.alloc(4), Buffer.from('admin.$cmd\0'), Buffer.alloc(8), bytesOf({ isMaster: 1 })]);
    const request = parseRequest({ requestId: 7, opCode: 2004, body });
    expect(request).toMatchObject({ requestId: 7, legacy: true, database: 'admin' });
    const reply = Buffer.concat(encodeReply(request, bytesOf({ ok: 1 })));
    expect(reply.readInt32LE(0)).toBe(reply.length);
    expect(reply.readInt32LE(8)).toBe(7);
    expect(reply.readInt32LE(12)).toBe(1);
    expect(deserialize(reply.subarray(36))).toEqual({ ok: 1 });
  });
});

describe('documents as bytes', () => {
  it('drops and adds fields without touching the others', () => {
    fc.assert(
      fc.property(document, document, (first, second) => {
        const bytes = bytesOf({ ...first, $db: 'x', lsid: { id: 1 } });
        const kept = withoutFields(bytes, elementsOf(bytes), (key) => key === '$db' || key === 'lsid');
        const { lsid: _, ...expected } = first;
        expect(kept).toEqual(bytesOf(expected));
        expect(elementsOf(withFields(bytesOf(first), second)).map((element) => element.name)).toEqual([
          ...Object.keys(first),
          ...Object.keys(second),
        ]);
      }),
    );
  });
});
