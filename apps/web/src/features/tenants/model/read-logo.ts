import { MAX_LOGO_BYTES } from '@aoc/contracts';

/** A chosen picture as the API takes it; whether it is one, the API looks. @throws Error that says what is wrong */
export async function readLogo(file: File): Promise<string> {
  if (file.type !== 'image/png') throw new Error('The logo must be a PNG.');
  if (file.size > MAX_LOGO_BYTES) throw new Error(`The logo has ${Math.ceil(file.size / 1024)} kB, and may have 24 kB.`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const reader = new FileReader();
  reader.addEventListener('load', () => resolve(String(reader.result)));
  reader.addEventListener('error', () => reject(new Error('The file cannot be read.')));
  reader.readAsDataURL(file);
  return promise;
}
