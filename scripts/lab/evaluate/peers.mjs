// Asks other tools what they would suggest, for scripts/lab/evaluate: JSON on
// standard input, JSON on standard output.
//
// in:  [{"domains": ["gmial.com", …], "protect": ["gmail.com", …] | null}, …]
// out: [{"mailcheck": ["gmail.com", "", …], "spellchecker": […]}, …]
// With "protect" null a tool uses the lists it comes with.
import { readFileSync } from 'node:fs';
import spellChecker from '@zootools/email-spell-checker';
import mailcheck from 'mailcheck';

const tools = {
  mailcheck: (email, domains) => mailcheck.run({ email, ...(domains && { domains }) })?.domain ?? '',
  spellchecker: (email, domains) => spellChecker.run({ email, ...(domains && { domains }) })?.domain ?? '',
};

const questions = JSON.parse(readFileSync(0, 'utf8'));
const answers = questions.map(({ domains, protect }) => {
  const answer = {};
  for (const [name, suggest] of Object.entries(tools)) {
    answer[name] = domains.map((domain) => {
      try {
        const suggestion = suggest(`someone@${domain}`, protect);
        return suggestion === domain ? '' : suggestion;
      } catch {
        return ''; // a tool that fails says nothing
      }
    });
  }
  return answer;
});
process.stdout.write(JSON.stringify(answers));
