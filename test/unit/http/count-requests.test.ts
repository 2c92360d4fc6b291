import { describe, expect, it } from 'vitest'
import { RequestCounts } from '../../../src/http/count-requests.ts'

describe('requests', () => {
  it('are counted by route and status, and their times in buckets that add up', () => {
    const counts = new RequestCounts()
    for (const seconds of [0.002, 0.003, 0.3, 61]) counts.count('graphql', 200, seconds)
    counts.count('graphql', 503, 0.5)
    counts.count('livez', 200, 0)
    const lines = counts.render().split('\n')
    expect(lines.filter((line) => line.startsWith('#'))).toEqual([
      '# HELP zhengshu_http_requests_total Requests answered, by route and status.',
      '# TYPE zhengshu_http_requests_total counter',
      '# HELP zhengshu_http_request_seconds Time from the request line to the end of the answer, by route.',
      '# TYPE zhengshu_http_request_seconds histogram',
    ])
    expect(lines).toContain('zhengshu_http_requests_total{route="graphql",status="200"} 4')
    expect(lines).toContain('zhengshu_http_requests_total{route="graphql",status="503"} 1')
    const buckets = lines.filter((line) => line.includes('_bucket') && line.includes('"graphql"'))
    expect(buckets.map((line) => /le="([^"]+)",route="graphql"\} (\d+)$/.exec(line)!.slice(1).join(' '))).toEqual([
      '0.002 1',
      '0.005 2',
      '0.01 2',
      '0.02 2',
      '0.05 2',
      '0.1 2',
      '0.25 2',
      '0.5 4',
      '1 4',
      '2.5 4',
      '10 4',
      '60 4',
      '+Inf 5',
    ])
    expect(lines).toContain('zhengshu_http_request_seconds_count{route="graphql"} 5')
    expect(lines).toContain('zhengshu_http_request_seconds_sum{route="livez"} 0')
  })

  it('that never came have no series', () => {
    expect(new RequestCounts().render()).not.toContain('{')
  })
})
