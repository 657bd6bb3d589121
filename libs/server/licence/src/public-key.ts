/**
 * Key that licences are verified with: the public half of the Ed25519 pair of whoever issues licences. It is part of the program and no
 * setting, since whoever could set it could license themselves. To issue licences under a pair of your own, make one with
 * `npm run license -- keys --out DIR`, put the text of licence-public.pem here, and build; the private half never belongs into the repository.
 */
export const LICENCE_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAD8OZfSURIyhjN12P5CYcln9kA6vicr+fiRZ9yWLIjho=
-----END PUBLIC KEY-----
`;
