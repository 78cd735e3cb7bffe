/**
 * Scores how much a text talks to a machine instead of a person. A mark for the agent and a brake for automation,
 * never a defence by itself: published detectors are all bypassed (arXiv 2510.09023).
 */

type Mark = { name: string; weight: number; pattern: RegExp };

const marks: Mark[] = [
  {
    name: 'overrides instructions',
    weight: 1,
    pattern:
      /\b(?:ignore|disregard|forget|override|bypass|discard|drop|skip)\b[^.\n]{0,24}\b(?:all|any|every|the|your|my|previous|prior|above|earlier|preceding|former|initial|original|existing|these|those)\b[^.,;\n]{0,24}\b(?:instructions?|prompts?|directions?|guidelines?|commands?|directives?|programming|training|constraints|rules (?:above|you)|(?:previous|prior|above|system) (?:rules?|messages?|text|context))\b/iu,
  },
  {
    name: 'overrides instructions',
    weight: 1,
    pattern:
      /\b(?:ignore|forget|disregard) (?:everything|all|anything)(?: (?:that )?(?:you (?:were|have been) told|i (?:said|told)|above|before|prior|previous))/iu,
  },
  {
    name: 'overrides instructions',
    weight: 1,
    pattern:
      /(?:ignorier\w*|vergiss|missacht\w*)[^.\n]{0,40}(?:anweisung\w*|vorgaben|instruktion\w*|regeln)|(?:ignore[rz]?|oublie[rz]?)\s(?:toutes?|les|vos|tes|mes|ces|l['’])[^.,\n]{0,40}(?:instructions|consignes|directives)|(?:ignora|olvida|descarta)[^.\n]{0,40}(?:instrucciones|indicaciones|reglas)|(?:ignora|dimentica)[^.\n]{0,40}(?:istruzioni|direttive|regole)|(?:ignore|esqueça|desconsidere)[^.\n]{0,40}(?:instruções|regras|orientações)|(?:negeer|vergeet)[^.\n]{0,40}(?:instructies|aanwijzingen|regels)|(?:これまで|以前|上記|前)の?[^。\n]{0,12}(?:指示|命令|ルール)[^。\n]{0,12}(?:無視|忘れ)/iu,
  },
  {
    name: 'new instructions',
    weight: 0.6,
    pattern: /\b(?:new|updated|real|actual|following|secret|hidden) (?:system )?instructions?\s?(?::|are|for (?:you|the (?:ai|assistant|model|bot)))/iu,
  },
  {
    name: 'asks for the prompt',
    weight: 1,
    pattern:
      /\b(?:reveal|print|show|repeat|output|display|tell|give|leak|expose|write|copy|summari[sz]e|translate|what (?:is|are|was|were))\b[^.\n]{0,32}\b(?:your|the|its|this)\b[^.\n]{0,16}\b(?:system|initial|hidden|original|secret|first|starting)\s(?:prompt|instructions?|message|rules|directives?|key|password)\b/iu,
  },
  {
    name: 'asks for the prompt',
    weight: 0.7,
    pattern: /\b(?:repeat|print|output|copy)\b[^.\n]{0,20}\b(?:everything|all (?:the )?(?:text|words)|the (?:text|words|sentences?))\b[^.\n]{0,16}\babove\b/iu,
  },
  {
    name: 'role tags',
    weight: 1,
    pattern:
      /<\|?(?:im_start|im_end|system|assistant|user|endoftext|end[ _]?(?:of)?[ _]?(?:tool|turn|prompt|text)[^>\n]{0,24})\|?>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|instructions?|prompt|ticket|tool_output|untrusted)(?:_\w{1,20})?>|\{\{#?(?:system|user|assistant)\b/iu,
  },
  {
    name: 'role tags',
    weight: 0.7,
    pattern:
      /^\s{0,8}(?:#{2,4}\s{0,4}(?:system|assistant|instructions?)|\[?system (?:prompt|override|notice|instruction)s?\]?|chatgpt|instructions? for (?:the )?(?:ai|assistant|model|bot))\s{0,2}(?::|---|={3}|\n)/imu,
  },
  {
    name: 'addresses a model',
    weight: 0.7,
    pattern:
      /\b(?:dear|attention|hello|hey|note (?:to|for)|message (?:to|for)|instructions? (?:to|for)|important for)\s(?:the |any |all )?(?:ai|a\.i\.|llm|language model|chat ?bot|chatgpt|gpt(?:-\d)?|copilot|ai (?:assistant|agent|model|system)s?)\b/iu,
  },
  {
    name: 'addresses a model',
    weight: 0.6,
    pattern:
      /\b(?:when|if|while|before|after) (?:you(?:['’]re)? |the (?:ai|assistant|model|bot) )?(?:summari[sz](?:e|es|ing)|process(?:es|ing)?|answer(?:s|ing)?|draft(?:s|ing)?|tag(?:s|ging)?|classif(?:y|ies|ying)) (?:this|the) (?:e-?mail|ticket|message|text|request|conversation)\b/iu,
  },
  {
    name: 'changes the role',
    weight: 0.7,
    pattern:
      /\b(?:you are (?:now|no longer)|from now on,? you|you will now (?:act|be|play|become|behave)|act as (?:if you|an? (?:unrestricted|unfiltered|evil|jailbroken|different|ai\b|dan\b))|pretend (?:to be an? (?:ai|assistant|unrestricted)|(?:that )?you are (?:an? )?(?:ai|assistant|not|unrestricted|dan\b|evil))|stay in character|roleplay as)\b/iu,
  },
  {
    name: 'changes the role',
    weight: 1,
    pattern:
      /\b(?:developer mode|do anything now|jailbr(?:eak|oken) (?:mode|prompt|yourself)|you are (?:now )?jailbroken|DAN mode|god mode|unrestricted (?:ai|mode)|(?:without|no|free of) (?:any )?(?:ethical|moral) (?:restrictions|guidelines|limits|constraints|boundaries))\b/iu,
  },
  {
    name: 'orders an action',
    weight: 0.7,
    pattern:
      /\b(?:set|change|mark|add|apply|remove)\b[^.\n]{0,24}\b(?:tags?|priority|status|ticket)\b[^.\n]{0,24}\b(?:refund_approved|approved|automatically|without (?:review|approval|asking|human)|bypass|vip|admin)\b/iu,
  },
  {
    name: 'orders an action',
    weight: 0.7,
    pattern:
      /\b(?:do not|don['’]t|never) (?:tell|inform|mention(?: this)? to|alert|notify|escalate to)\b[^.\n]{0,20}\b(?:the )?(?:agent|human|user|anyone|operator|supervisor)\b/iu,
  },
  {
    name: 'carries data out',
    weight: 1,
    pattern:
      /!\[[^\]\n]{0,80}\]\(\s{0,3}https?:\/\/[^)\n?]{3,200}\?[^)\n=]{1,60}=[^)\n]{0,200}\)|\b(?:append|include|insert|embed|add)\b[^.\n]{0,60}\b(?:your|the|every|each) (?:reply|answer|response|summary|draft|output)\b[^\n]{0,120}https?:\/\//iu,
  },
  {
    name: 'carries data out',
    weight: 0.8,
    pattern:
      /\b(?:send|forward|post|e-?mail|transmit|upload)\b[^.\n]{0,40}\b(?:conversation|chat history|customer (?:data|list)|all (?:tickets|data|emails|customers)|credentials|api keys?|system prompt)\b[^.\n]{0,40}\b(?:to|at)\b/iu,
  },
];

const TO_A_WRITER =
  /\b(?:your|the) (?:answers?|response|responses|output|reply|replies|summary)\b|\b(?:chat ?gpt|gpt|llm|ai|chatbot|language model|artificial intelligence|persona|role-?play)\b|\b(?:when(?:ever)?|while|before|after) (?:you(?:['’]re)? )?(?:draft|writ|compos|generat|produc|summari[sz])(?:e|es|ing)? (?:an?|any|the|your|this)\b|\bi (?:want|need|wish|expect|order|command|ask|tell|instruct|would like|am asking) you to\b|\b(?:answer|respond|reply)(?:ing)? (?:only |back )?(?:(?:to )?(?:me|this prompt|my (?:question|prompt|message)s?)|the (?:following )?(?:question|prompt)s?|as|with only|only with|in (?:less|fewer|more|at most|no more)) |\b(?:every|each|all) (?:of )?(?:your )?(?:reply|answer|response|repl(?:y|ies) to me)\b|\b(?:you|assistant) (?:now |must |will |should |can |have to |need to )*(?:pretend|act|respond|behave|acts|responds|behaves) (?:to|as|like|that|with)\b|\bfree (?:from|of) (?:all|any|every) (?:rules?|polic(?:y|ies)|restrictions?|limits?|guidelines?)\b|^\W{0,4}(?:you (?:are|will|must|have to) (?:be |to |now )?(?:act|play|a|an|going)|(?:write|compose|translate|summari[sz]e|rewrite|pretend|imagine|suppose|encode|decode|explain|tell me|act)\b)/iu;

/** Speaks of the answer being written, or to the one who writes it: a reason to look closer, none to leave a sentence out. */
export const speaksToWriter = (text: string): boolean => TO_A_WRITER.test(text);

/** From here on a text counts as an attempt. */
export const injectionThreshold = 0.7;
/** Characters nobody can see, from which on they count as a mark. */
const HIDDEN_MARK = 6;
const BASE64 = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40,4000}={0,2}(?![A-Za-z0-9+/=])/g;

export type InjectionScore = { score: number; marks: string[] };

/** `hidden`: how many invisible characters cleaning took out. The score is 1 minus the chance that no mark means it. */
export function scoreInjection(text: string, hidden: number): InjectionScore {
  const found = new Map<string, number>();
  const look = (part: string) => {
    for (const { name, weight, pattern } of marks) if ((found.get(name) ?? 0) < weight && pattern.test(part)) found.set(name, weight);
  };
  look(text);
  for (const part of decoded(text)) {
    const before = found.size;
    look(part);
    found.set('encoded text', found.size > before ? 1 : 0.5);
  }
  if (hidden >= HIDDEN_MARK) found.set('hidden characters', hidden >= 24 ? 0.8 : 0.5);
  let none = 1;
  for (const weight of found.values()) none *= 1 - weight;
  return { score: 1 - none, marks: [...found.keys()] };
}

/** Base64 runs that hold readable words. */
function decoded(text: string): string[] {
  const parts: string[] = [];
  for (const [run] of text.matchAll(BASE64)) {
    if (parts.length >= 5) break;
    try {
      const plain = atob(run.slice(0, run.length - (run.replace(/=+$/, '').length % 4 === 1 ? 1 : 0)));
      const words = plain.match(/[a-z]{2,}[ ,.]/gi)?.length ?? 0;
      if (/^[\s\x20-\x7e]+$/.test(plain) && words >= 4) parts.push(plain);
    } catch {
      // Not base64 after all.
    }
  }
  return parts;
}
