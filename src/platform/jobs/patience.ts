import { COMMON } from '../errors/common.reasons.js';
import { Failure } from '../errors/failure.js';

/** What is not there within the time is unavailable; it may still come, and is then ignored. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure(COMMON.unavailable, { retryAfter: 2 })), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waiting that can be cut short, without taking over the context of whoever does so. */
export class Pause {
  private resume?: () => void;
  private cut = false;

  async wait(milliseconds: number): Promise<void> {
    if (!this.cut) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.cut = false;
    this.resume = undefined;
  }

  end(): void {
    this.cut = true;
    this.resume?.();
  }
}
