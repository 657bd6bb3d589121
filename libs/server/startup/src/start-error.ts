/** A reason not to start that an operator can act on; two to three sentences, printed without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
