import { describe, expect, it } from '@jest/globals';
import { presence, reached, type Abroad } from './presence.js';

const stay = (startsOn: string, endsOn: string | null): Abroad => ({ startsOn, endsOn });

describe('The presence that ASPA asks for', () => {
  it.each<[string, Abroad[], number, string, object]>([
    ['is kept by who was never abroad', [], 2026, '2026-12-31', { daysAbroad: 0, mostDaysAbroad: 91, level: 'kept' }],
    [
      'counts the first day away and not the day of the return',
      [stay('2026-03-01', '2026-03-11')],
      2026,
      '2026-12-31',
      { daysAbroad: 10 },
    ],
    [
      'warns at 60 days',
      [stay('2026-01-01', '2026-03-02')],
      2026,
      '2026-12-31',
      { daysAbroad: 60, level: 'first_warning' },
    ],
    ['not at 59', [stay('2026-01-01', '2026-03-01')], 2026, '2026-12-31', { daysAbroad: 59, level: 'kept' }],
    [
      'warns again at 75',
      [stay('2026-01-01', '2026-03-17')],
      2026,
      '2026-12-31',
      { daysAbroad: 75, level: 'second_warning' },
    ],
    ['and at 85', [stay('2026-01-01', '2026-03-27')], 2026, '2026-12-31', { daysAbroad: 85, level: 'last_warning' }],
    [
      'leaves 91 days in a year of 365',
      [stay('2026-01-01', '2026-04-02')],
      2026,
      '2026-12-31',
      { daysAbroad: 91, level: 'last_warning' },
    ],
    ['is lost on the 92nd', [stay('2026-01-01', '2026-04-03')], 2026, '2026-12-31', { daysAbroad: 92, level: 'lost' }],
    ['leaves 91 days in a leap year too', [], 2028, '2028-12-31', { mostDaysAbroad: 91 }],
    [
      'asked for six months before 2025',
      [stay('2024-01-01', '2024-06-01')],
      2024,
      '2026-01-01',
      { daysAbroad: 152, mostDaysAbroad: 183, level: 'last_warning' },
    ],
    ['counts each calendar year by itself', [stay('2025-12-01', '2026-02-01')], 2026, '2026-12-31', { daysAbroad: 31 }],
    [
      'adds up several periods',
      [stay('2026-01-01', '2026-01-11'), stay('2026-05-01', '2026-05-06')],
      2026,
      '2026-12-31',
      { daysAbroad: 15 },
    ],
    [
      'counts once what two wrote down',
      [stay('2026-03-05', '2026-03-20'), stay('2026-03-01', '2026-03-11'), stay('2026-03-06', null)],
      2026,
      '2026-03-12',
      { daysAbroad: 12, daysExpected: 19 },
    ],
    [
      'counts an open absence until today',
      [stay('2026-06-01', null)],
      2026,
      '2026-06-10',
      { daysAbroad: 10, daysExpected: 10 },
    ],
    [
      'tells what is planned apart',
      [stay('2026-06-01', '2026-07-01')],
      2026,
      '2026-06-10',
      { daysAbroad: 10, daysExpected: 30 },
    ],
    [
      'counts nothing of what is to begin',
      [stay('2026-09-01', null)],
      2026,
      '2026-06-10',
      { daysAbroad: 0, daysExpected: 0 },
    ],
  ])('%s', (_, periods, year, today, expected) => {
    expect(presence(periods, year, today)).toMatchObject(expected);
  });
});

describe('The warning that was reached', () => {
  it.each<[string, Abroad[], string, object | null]>([
    ['is none before 60 days', [stay('2026-01-01', '2026-03-01')], '2026-12-31', null],
    ['is that of the 60th day', [stay('2026-01-01', null)], '2026-03-01', { days: 60, on: '2026-03-01' }],
    ['and stays that until the 75th', [stay('2026-01-01', null)], '2026-03-15', { days: 60, on: '2026-03-01' }],
    ['then that of the 75th', [stay('2026-01-01', null)], '2026-03-16', { days: 75, on: '2026-03-16' }],
    [
      'is counted over several stays, whatever their order',
      [stay('2026-06-01', '2026-08-01'), stay('2026-01-01', '2026-01-31')],
      '2026-12-31',
      { days: 85, on: '2026-07-25' },
    ],
    [
      'is that of the day on which it was reached, also where two wrote it down',
      [stay('2026-01-01', '2026-02-15'), stay('2026-02-01', '2026-06-01')],
      '2026-03-01',
      { days: 60, on: '2026-03-01' },
    ],
    [
      'begins with the year',
      [stay('2025-11-01', '2026-03-05')],
      '2026-12-31',
      { days: 60, on: '2026-03-01', level: 'first_warning' },
    ],
    [
      'is the day on which the year is lost',
      [stay('2026-01-01', null)],
      '2026-06-01',
      { days: 92, level: 'lost', on: '2026-04-02' },
    ],
  ])('%s', (_, periods, today, expected) => {
    const found = reached(periods, 2026, today);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject(expected);
  });
});
