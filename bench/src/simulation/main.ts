import { asked, help } from './options.ts'
import { calibrationReport, dayReport, highRiskReport, writeInto } from './report.ts'

/** `npm run simulate`: what waiting would be like, before anybody waits. */
const wish = asked(process.argv.slice(2))
switch (wish.what) {
  case 'help':
    say(help)
    break
  case 'nonsense':
    say(`${wish.why}\n--help tells what can be asked.`)
    process.exitCode = 2
    break
  case 'day':
    say(dayReport(wish.scenario, wish.warmUp).join('\n'))
    break
  case 'high-risk': {
    const lines = highRiskReport(wish.seed)
    say(lines.join('\n'))
    writeInto('docs/queue.md', 'high risk', lines)
    break
  }
  case 'calibration': {
    const { lines } = calibrationReport(wish.seed, say)
    writeInto('docs/wait.md', 'calibration', lines)
    break
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
