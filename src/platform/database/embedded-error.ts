/** Says what is wrong and what would make it right; fit to be printed alone, without a stack. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';

  /** Anything else that a start can run into (a full disk, a read-only folder) in readable form. */
  static from(cause: unknown): EmbeddedServerError {
    if (cause instanceof EmbeddedServerError) return cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    return new EmbeddedServerError(
      `The embedded PostgreSQL could not start: ${detail}. ` +
        'Make that possible, choose another PASSERELLE_DATA_DIR, or set DATABASE_URL to use a PostgreSQL of your own.',
      { cause },
    );
  }
}
