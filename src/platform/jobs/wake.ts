const listeners = new Set<() => void>();

/** Says that a transaction with jobs in its outbox has committed in this process, so that nobody waits for the next look. */
export function wakeRelays(): void {
  for (const listener of listeners) listener();
}

/** Returns how to stop listening. */
export function onWake(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
