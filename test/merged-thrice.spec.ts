import { describe, expect, it } from '@jest/globals';
import { testApp } from './support/app.js';
import { openHousehold } from './support/households.js';
import { FAMILY } from './support/movers.js';
import { placementFrame } from './support/placements.js';

const test = await testApp();

describe('A household that was made of three files', () => {
  it('counts each human once, also who is in two of them alone, and again once the last is taken apart', async () => {
    for (const [last, size] of [
      [FAMILY.slice(1, 2), 2],
      [FAMILY.slice(0, 2), 2],
      [FAMILY.slice(3), 3],
    ] as const) {
      const frame = await placementFrame(test);
      const { supporter } = frame.partners;
      const open = (members: typeof FAMILY) => openHousehold(supporter, { members });
      const [a, b, c] = [await open(FAMILY.slice(0, 2)), await open(FAMILY.slice(0, 1)), await open([...last])];
      const act = async (path: string, body: object = {}) => {
        const { headers } = await supporter.get(`/v1/households/${path.split('/')[0]}`).expect(200);
        const answer = await supporter.post(`/v1/households/${path}`, body).set('If-Match', headers.etag as string);
        expect(answer.status).toBe(200);
      };
      const sizeOf = async (id: string) =>
        ((await supporter.get(`/v1/households/${id}`).expect(200)).body as { size: number }).size;
      await act(`${a}/merge`, { absorbedId: b });
      expect(await sizeOf(a)).toBe(2);
      await act(`${c}/merge`, { absorbedId: a });
      expect(await sizeOf(c)).toBe(size);
      await act(`${c}/merge-undo`);
      expect([await sizeOf(a), await sizeOf(c)]).toEqual([2, last.length]);
    }
  });
});
