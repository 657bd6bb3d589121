/** Code of the error that stands for an answer that is larger than is read. */
export const BODY_TOO_LARGE = 'BodyTooLarge';
