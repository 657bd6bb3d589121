import { safeAddress } from './visit';

it.each(['/', '/events?q=result%3Afail&event=a', '/rules/new#x'])('goes back to %s', (address) => {
  expect(safeAddress(address)).toBe(address);
});

it.each([null, '', 'events', '//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example/', 'javascript:alert(1)'])(
  'does not go to %s',
  (address) => {
    expect(safeAddress(address)).toBe('/');
  },
);
