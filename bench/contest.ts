import type { Options, Size } from './options.js';
import { provideDatabase, type Cluster, type Kind } from './place.js';
import { compare, type Comparison, type Contender } from './rounds.js';
import { startLimit, startPasserelle, type Server, type Variant } from './servers.js';
import {
  authorisedTarget,
  openTarget,
  placementWorkloads,
  provideClient,
  type Target,
  type Workload,
} from './workloads.js';
import { accountWorkloads } from './workloads-accounts.js';

export interface Contestant {
  readonly name: string;
  readonly target: Target;
  readonly workloads: readonly Workload[];
}

const WORKLOADS_OF = { placements: placementWorkloads, accounts: accountWorkloads } as const;

/** What runs during the bench, and what was found. */
export class Contest {
  readonly comparisons: Comparison[] = [];
  private readonly running: Server[] = [];

  constructor(
    readonly cluster: Cluster,
    readonly options: Options,
    readonly log: (line: string) => void,
  ) {}

  database(kind: Kind, size: Size = this.options.size): Promise<string> {
    return provideDatabase(this.cluster, kind, size, this.log);
  }

  /** Passerelle on a generated database, with what it is asked there. */
  async passerelle(kind: Kind, variant: Variant = 'whole', size: Size = this.options.size): Promise<Contestant> {
    const target = await this.passerelleOn(await this.database(kind, size), variant);
    const workloads = await WORKLOADS_OF[kind](target);
    return { name: variant === 'whole' ? 'Passerelle' : variant, target, workloads };
  }

  async limit(kind: Kind): Promise<Contestant> {
    const target = await this.limitOn(await this.database(kind));
    return { name: 'limit', target, workloads: await WORKLOADS_OF[kind](target) };
  }

  async passerelleOn(url: string, variant: Variant = 'whole'): Promise<Target> {
    const { profile } = this.options;
    const flags = profile === '' || variant !== 'whole' ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    return authorisedTarget(this.keep(await startPasserelle(url, variant, flags)), await provideClient(url));
  }

  async limitOn(url: string): Promise<Target> {
    return openTarget(this.keep(await startLimit(url)));
  }

  /** First against second: the ratio is the second's requests a second by the first's. */
  async measure(key: string, of: string, first: Contestant, second: Contestant): Promise<void> {
    const contender = ({ name, target, workloads }: Contestant): Contender => ({
      name,
      target,
      workload: workloads.find((workload) => workload.key === of)!,
    });
    const both = [contender(first), contender(second)] as const;
    this.log(`${key}: ${first.name} and ${second.name} in turns …`);
    const load = { ...this.options, postmaster: this.cluster.postmaster };
    const comparison = await compare(key, both[0].workload.title, both, load);
    this.log(`   ${comparison.ratio.toFixed(2)}`);
    this.comparisons.push(comparison);
  }

  async end({ server }: Target): Promise<void> {
    await server.stop();
    this.running.splice(this.running.indexOf(server), 1);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.running.map((server) => server.stop()));
  }

  private keep(server: Server): Server {
    this.running.push(server);
    return server;
  }
}
