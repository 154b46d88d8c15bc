import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { GroupCommit } from './group-commit.js';

describe('a group commit', () => {
  it('writes what is asked for at once together, and one group at a time', async () => {
    const groups: number[][] = [];
    let inFlight = 0;
    const commit = new GroupCommit<number>(async (items) => {
      inFlight += 1;
      expect(inFlight).toBe(1);
      await sleep(5);
      groups.push([...items]);
      inFlight -= 1;
    }, 100);
    const first = [1, 2, 3].map((item) => commit.add(item));
    await sleep(3);
    const second = [4, 5].map((item) => commit.add(item));
    await Promise.all([...first, ...second]);
    expect(groups).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  it('never writes more than the most at once, and leaves nobody behind', async () => {
    const sizes: number[] = [];
    const commit = new GroupCommit<number>((items) => Promise.resolve(void sizes.push(items.length)), 10);
    await Promise.all(Array.from({ length: 25 }, (_, item) => commit.add(item)));
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('resolves nobody before the write has ended', async () => {
    let written = false;
    const commit = new GroupCommit<number>(async () => {
      await sleep(5);
      written = true;
    }, 10);
    await commit.add(1);
    expect(written).toBe(true);
  });

  it('fails each member of the group that failed, and no other', async () => {
    const commit = new GroupCommit<string>(
      ([item]) => (item === 'bad' ? Promise.reject(new Error('gone')) : Promise.resolve()),
      2,
    );
    const answers = await Promise.allSettled(['bad', 'unlucky', 'good'].map((item) => commit.add(item)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  it('is drained when nothing waits and nothing is in flight', async () => {
    const written: number[] = [];
    const commit = new GroupCommit<number>(async ([item]) => {
      await sleep(2);
      written.push(item!);
    }, 1);
    for (const item of [1, 2, 3]) void commit.add(item);
    await commit.drained();
    expect(written).toEqual([1, 2, 3]);
    await expect(commit.drained()).resolves.toBeUndefined();
  });
});
