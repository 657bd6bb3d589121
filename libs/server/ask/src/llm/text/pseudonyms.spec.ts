import fc from 'fast-check';
import { Pseudonyms } from './pseudonyms';

const first = fc.constantFrom('Ada', 'Bob', 'Zoë', 'Jürgen', "O'Neil", 'Ана', '王小明', 'Anne-Marie', 'Ad');
const last = fc.constantFrom('Adams', 'Müller', 'de la Cruz', '(Admin)', 'Smith [ext]', 'Иванова', 'A+B', '$1', '');
const person = fc.tuple(first, last).map((parts) => parts.filter(Boolean).join(' '));
const mail = fc
  .tuple(fc.stringMatching(/^[a-z]{1,8}(\.[a-z]{1,8})?$/), fc.constantFrom('contoso.com', 'mail.fabrikam.example'))
  .map((parts) => parts.join('@'));
const filler = fc.constantFrom(
  'deleted',
  'the user',
  'from',
  'at 10:15',
  '[3]',
  'Person-1',
  'Object-12',
  'Adamson',
  'x',
  '\n',
  '**',
  '::1',
  '2001:db8::7',
);

describe('stand-ins for people', () => {
  it('leave no name, and come back as they were', () => {
    fc.assert(
      fc.property(
        fc.array(person, { minLength: 1, maxLength: 6 }),
        fc.array(fc.oneof(person, mail, fc.ipV4(), filler), { maxLength: 20 }),
        (people, parts) => {
          const pseudonyms = new Pseudonyms();
          const spoken = parts.filter((part) => people.includes(part) || !/^\p{Lu}/u.test(part) || /-\d/.test(part));
          for (const one of people) pseudonyms.name('Person', one);
          const text = spoken.join(' ');
          const hidden = pseudonyms.hide(text);
          expect(pseudonyms.show(hidden)).toBe(text);
          for (const part of spoken)
            if (people.includes(part) || part.includes('@') || /^\d+\.\d+\.\d+\.\d+$/.test(part))
              expect(` ${hidden} `).not.toContain(` ${part} `);
          expect(hidden).not.toMatch(/@|\d+\.\d+\.\d+\.\d+/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are the same for the same person, in other capitals too', () => {
    const pseudonyms = new Pseudonyms();
    pseudonyms.name('Person', 'Ada Adams');
    expect(pseudonyms.hide('Ada Adams, ADA ADAMS and Adam')).toBe('Person-1, Person-1 and Adam');
    expect(pseudonyms.hide('Ada Adams’s laptop')).toBe('Person-1’s laptop');
  });

  it('stand for parts of names in a question', () => {
    const pseudonyms = new Pseudonyms();
    pseudonyms.name('Person', 'Ada Adams');
    pseudonyms.name('Person', 'bob.miller@contoso.com');
    pseudonyms.nameParts('What did ada and bob.miller do?');
    expect(pseudonyms.hide('What did ada and bob.miller do?')).toBe('What did Person-1 and Person-2 do?');
    expect(pseudonyms.show('Person-1 met Person-2')).toBe('Ada Adams met bob.miller@contoso.com');
  });

  it('hide what fields of a result name, and show it in arguments', () => {
    const pseudonyms = new Pseudonyms();
    const result = {
      items: [{ actor_display: 'Eve Evans', target_displays: ['LAPTOP-7'], operation: 'Wipe', count: 3, at: null }],
      summary: 'Eve Evans wiped LAPTOP-7',
    };
    const hidden = pseudonyms.hideIn(result);
    expect(hidden).toEqual({
      items: [{ actor_display: 'Person-1', target_displays: ['Object-1'], operation: 'Wipe', count: 3, at: null }],
      summary: 'Person-1 wiped Object-1',
    });
    expect(pseudonyms.showIn(hidden)).toEqual(result);
    expect(pseudonyms.showIn({ entity: 'Person-1', days: 7 })).toEqual({ entity: 'Eve Evans', days: 7 });
  });

  it('hide mail and IP addresses that nobody named', () => {
    const hidden = new Pseudonyms().hide('bob_ext#EXT#@contoso.onmicrosoft.com from 10.1.2.3, 2001:db8::1 and ::ffff:10.0.0.1 at 10:15:20');
    expect(hidden).toMatch(/^Person-1 from Address-\d, Address-\d and Address-\d at 10:15:20$/);
  });
});
