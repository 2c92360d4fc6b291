/** Upper bounds in seconds; what takes longer than the last counts in `+Inf` alone. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

interface RouteCounts {
  readonly byStatus: Map<number, number>
  /** How many took no longer than each bound, but longer than the one before. */
  readonly byBucket: number[]
  seconds: number
}

/**
 * Requests by route and status, and how long they took. prom-client finds a series by putting its labels together to a
 * string for every observation, which costs as much as the GraphQL of a request; here it is a look-up by route.
 */
export class RequestCounts {
  private readonly routes = new Map<string, RouteCounts>()

  count(route: string, status: number, seconds: number): void {
    let counts = this.routes.get(route)
    if (!counts) this.routes.set(route, (counts = { byStatus: new Map(), byBucket: BUCKETS.map(() => 0), seconds: 0 }))
    counts.byStatus.set(status, (counts.byStatus.get(status) ?? 0) + 1)
    counts.seconds += seconds
    const bucket = BUCKETS.findIndex((bound) => seconds <= bound)
    if (bucket >= 0) counts.byBucket[bucket]!++
  }

  /** The text format of Prometheus, version 0.0.4. */
  render(): string {
    const requests = heading('zhengshu_http_requests_total', 'counter', 'Requests answered, by route and status.')
    const durations = heading(
      'zhengshu_http_request_seconds',
      'histogram',
      'Time from the request line to the end of the answer, by route.',
    )
    for (const [route, { byStatus, byBucket, seconds }] of this.routes) {
      let total = 0
      for (const [status, count] of byStatus) {
        requests.push(`zhengshu_http_requests_total{route="${route}",status="${status}"} ${count}`)
        total += count
      }
      let below = 0
      for (const [i, count] of byBucket.entries())
        durations.push(`zhengshu_http_request_seconds_bucket{le="${BUCKETS[i]}",route="${route}"} ${(below += count)}`)
      durations.push(
        `zhengshu_http_request_seconds_bucket{le="+Inf",route="${route}"} ${total}`,
        `zhengshu_http_request_seconds_sum{route="${route}"} ${seconds}`,
        `zhengshu_http_request_seconds_count{route="${route}"} ${total}`,
      )
    }
    return [...requests, '', ...durations, ''].join('\n')
  }
}

const heading = (name: string, type: string, help: string): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
]
