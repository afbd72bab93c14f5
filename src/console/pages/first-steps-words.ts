import { words } from '#console/messages/words.ts'

export const firstStepsWords = words('first-steps', {
  question: 'How does the first decision get here?',
  answer: 'In three short steps, and one request from your AI agent.',
  step: (n: number, title: string) => `${n}. ${title}`,
  team: 'Add a team',
  teamText: 'AI agents work for teams. The team decides who may see its decisions.',
  key: 'Make a key',
  keyText: 'With it your AI agent asks for decisions. It is shown once.',
  aiAgent: 'Register an AI agent',
  aiAgentText:
    'Its card says what it does and who answers for it. Then deploy it to the team: it begins in shadow, where nothing is acted on.',
  done: 'Done',
  notDone: 'Not yet',
  add: 'Add a team',
  make: 'Make a key',
  register: 'Register',
  ask: 'Let it ask',
  askText: 'Before it acts, your AI agent sends this. The answer says whether it may go on, with every reason.',
  askLabel: 'Ask for a decision',
  askNote:
    'Until a standard speaks about this kind of decision, the answer is people only. That is how it begins: nothing goes alone by accident.',
  keyHere: 'YOUR_KEY',
  toNow: 'See it arrive',
  notYours: 'Somebody with more rights does this step.',
})
