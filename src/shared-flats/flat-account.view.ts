import { Published, View } from '../platform/api/published.js';
import type { CivilDate } from '../platform/clock.js';

const cents = (about: string, example: number) => ({ about: `${about}, in cents`, example, column: false });
const days = (about: string, example: number) => ({ about, min: 0, example, column: false });

@View('FlatRoomMonth', 'A room of a shared flat in a month')
export class FlatRoomMonth {
  @Published.id({ about: 'The room', column: false })
  roomId!: string;

  @Published.integer(days('Days in service until today, today included', 31))
  days!: number;

  @Published.integer(days('Days without anybody', 4))
  vacantDays!: number;

  @Published.integer({
    ...cents(
      'What those days cost: head rent and charges of each day, by the rooms then in service; null without known terms',
      4_900,
    ),
    nullable: true,
  })
  vacancyCents!: number | null;
}

@View('FlatMonth', 'A month of a shared flat: what it costs against what its residents owe')
export class FlatMonth {
  @Published.text({ about: 'The month', max: 7, example: '2026-03', column: false })
  month!: string;

  @Published.integer(cents('Rent due under the head tenancy', 92_000))
  headRentCents!: number;

  @Published.integer(cents('Charges due under the head tenancy', 18_400))
  headChargesCents!: number;

  @Published.integer(cents('Shares due of all residents, each for themselves', 110_700))
  sharesCents!: number;

  @Published.integer(cents('Housing benefits received for them', 64_500))
  benefitsCents!: number;

  @Published.integer(cents('What else covered shares: payments, aids, waivers', 46_200))
  paidCents!: number;

  @Published.integer(cents('Shares due less head rent and charges', 300))
  resultCents!: number;

  @Published.integer(cents('Cost of vacant rooms', 0))
  vacancyCents!: number;

  @Published.many(() => FlatRoomMonth, { about: 'Its rooms', maxItems: 50, column: false })
  rooms!: FlatRoomMonth[];
}

@View('FlatAccount', 'The account of a shared flat, month by month; for who holds the head tenancy and lets the rooms')
export class FlatAccount {
  @Published.id({ about: 'The shared flat', column: false })
  flatId!: string;

  @Published.date({ about: 'First day', column: false })
  from!: CivilDate;

  @Published.date({ about: 'First day outside', column: false })
  to!: CivilDate;

  @Published.many(() => FlatMonth, { about: 'Its months', maxItems: 121, column: false })
  months!: FlatMonth[];
}
