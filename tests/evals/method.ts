/** The written part of `docs/evaluation.md`: how figures come about, what was tried for those that are missed, and what only benches measure. */
export const METHOD = `## Method, and what to hold against it

- **Articles.** The suite builds a snapshot as ingest does and ranks each later ticket through the very \`retrieve\` stage that serves \`/v1/suggestions\`; a test compares both orders on 50 tickets.
  The train file's \`gold_specific\` counts as "known to have resolved it". Learned from links in replies alone, as \`npm run ingest\` does, the development split gives MRR@10 0.398 and recall@5
  0.487. Other time splits (tests on 2019-11 and 2019-10) gave 0.421 and 0.425: the development split is the kindest of the three, and model sizes were chosen looking at all of them.
- **New articles.** History cannot tell what an article is worth that came after it. Beside Firefox' articles and tickets stand the 49 of wix and 337 of techqa, a new product that no ticket speaks of, asked with their own questions; and of a quarter of Firefox' articles, in two folds,
  every ticket was taken away (104 and 183 later tickets ask for those). MRR@10 was wix 0.661 and 0.701, techqa 0.714 and 0.738, taken-away articles 0.065 and 0.045 (by text alone 0.827, 0.829, 0.245 in the first fold). **Kept: the share of the question that the best passage holds in words that no solved ticket held, full from a sixth, at a fixed
  weight of 2**: techqa 0.775 and 0.797, wix 0.672 and 0.679, the other tickets 0.484 to 0.486 and 0.504 to 0.506, the whole development split 0.4624 to 0.4639, taken-away articles 0.070 and 0.044. Tried (development split, techqa in the first fold): without the bound, at 3, 6, 12 0.463–0.464, 0.727–0.771; for articles without tickets alone 0.462, 0.758–0.804;
  learned on later tickets 0.463–0.465, 0.737–0.753; history weakened by what those words tell, once, twice, four times 0.461–0.462, 0.731–0.770; by what the best passage holds of them 0.461, 0.731–0.762, beside the kept one 0.462–0.463, 0.772–0.776. Such articles are always among the candidates, at the same figures. Where a new article shares the words of old ones, none of these helps: a bonus of 1, 2 or 3 for articles known to be new
  gives the taken-away 0.153, 0.224, 0.311 and the others 0.478, 0.456, 0.420 in place of 0.484, but needs to know when an article was first there; for every article that solved nothing, 1 gives 0.146 and 0.475. Neither is kept.
- **The graph's share.** Leaving the graph out of the fusion cost 0.022 MRR [0.008, 0.036] on the development split, +0.018 on November and −0.011 on October. That does not carry a claim for the graph in
  ranking; it carries the paths, contradictions and issues that agents see. Learned per-article models add 0.038 [0.019, 0.059]. The embedded vectors lose held-back likelihood on this data and
  switch themselves off at build.
- **Languages.** A ticket in a language that the help centre does not have is ranked by its words as they are (names, codes) and by what a glossary of 82 things that support writes about calls them, in eleven languages. Of the 500 Firefox tickets in other languages nine name an article;
  learned from what came before 2019-12, their MRR@10 is 0.42 with the glossary and 0.22 without: too few to promise anything by. Read by eye, tickets without a shared word are where it shows (lost passwords, bookmarks, sessions, history). The language is seen right for 0.97 of the Portuguese, 0.94 of the Spanish, all of the
  Hungarian and Turkish, 0.78 of the Czech and 0.68 of the Finnish tickets; several of the latter are written in English. \`eval -- slices\` prints this by locale.
- **Passages.** No history to learn from, so weights are set by hand; these sets were looked at while setting them. aws_docs' 30 questions move by 0.03 a question.
  Function words of the question are left out where nothing was learned from tickets; how much of the question one passage holds counts beside how often words are repeated. What was tried by its own change, vectors off
  (Firefox: recall@5 of the tickets by its articles alone, every eighth):

| mtrag recall@5 | aws_docs hit@1, hit@10 | wix hit@3 | techqa hit@1 | Firefox | approach |
| --- | --- | --- | --- | --- | --- |
| 0.286 | 0.567, 0.900 | 0.950 | – | – | every word of the question |
| 0.317 | 0.633, 0.900 | 0.925 | 0.779 | 0.338 | without function words (kept) |
| 0.336 | 0.667, 0.933 | 0.925 | 0.784 | 0.341 | **and with the share of the question that the best passage holds, at 3 (kept)** |
| 0.324–0.325 | 0.633–0.667, 0.900–0.933 | 0.925 | 0.781–0.786 | 0.332–0.344 | that share at 1, 2 and 4 |
| 0.310–0.326 | 0.633–0.667, 0.900 | 0.925 | 0.779–0.784 | 0.349–0.358 | the share that the whole article holds in its place, at 1, 3 and 5 |
| 0.305–0.324 | 0.567–0.633, 0.900 | 0.925 | 0.773–0.786 | – | neighbouring words of the question near each other in a passage: within 1, 2, 5, 10 words, at 1 and 3 |
| 0.272–0.291 | 0.467–0.567, 0.867–0.900 | 0.925 | 0.768–0.776 | – | relevance feedback (RM3), four sizes |
| 0.311–0.326 | – | – | – | – | the page a passage belongs to, scored as one text, at 1, 3 and 6 |
| 0.313–0.316 | – | – | – | – | the page's best passage, at two weights |
| 0.315–0.324 | 0.600–0.633, 0.900 | 0.925 | 0.773–0.781 | 0.338–0.361 | k1 from 0.6 to 2, b from 0.3 to 0.8 |
| 0.305–0.306 | 0.633, 0.867–0.900 | 0.925 | 0.779 | 0.338–0.341 | near copies of a better article taken out of the first ten |
| 0.320–0.333 | – | – | – | – | with the best passage's share: older turns at 0 to 0.3, by their age |
| 0.324–0.331 | – | – | – | – | the same: older turns the more, the less the last one says |
| 0.306–0.321 | – | – | – | – | the same: the section of the help centre that the conversation points to |
| 0.328–0.339 | 0.600, 0.900–0.933 | 0.950 | 0.786–0.792 | – | the same, with 100 latent topics of the corpus itself |
| 0.318–0.340 | 0.500–0.600, 0.900–0.933 | 0.925 | 0.789–0.792 | – | the same, weights learned on the other four sets |
| 0.254 | 0.567, 0.933 | 0.925 | – | – | with relevance feedback by 15 words of the 10 best passages |
| 0.296 | 0.600, 0.900 | 0.925 | – | – | without the title features |
| 0.252 | 0.533, 0.933 | 0.900 | – | – | mostly by passages |
| 0.310–0.331 | 0.567–0.667, 0.933 | 0.925 | 0.789–0.792 | 0.338–0.341 | the share of the question that one sentence holds, or two that follow one another, beside the passage's or in its place |
| 0.299–0.324 | 0.567–0.667, 0.900 | 0.925 | 0.784–0.786 | 0.341–0.346 | the share of the question that title, headings and address hold, at 1 to 5 |
| 0.272–0.314 | – | – | – | – | how likely the other passages of the same page are, their best or their sum, at four weights; of the same section 0.295–0.325 |
| 0.276–0.319 | – | – | – | – | each earlier turn asked apart and its ranking added, in place of its words in the question |
| 0.288–0.312 | 0.567–0.633, 0.900 | 0.925–0.950 | 0.773–0.789 | 0.272–0.329 | a language model with Dirichlet smoothing beside BM25; DPH (divergence from randomness) 0.301–0.332 |
| 0.281–0.340 | 0.033–0.667, 0.600–0.933 | 0.900–0.950 | 0.760–0.792 | 0.306–0.363 | what a page is like by itself (share of function words, entropy, length, links, sentences, lists, tables, code; Bendersky 2011), each up and down; the share of function words is the best here and costs aws_docs 0.07 |
| 0.336–0.337 | 0.667, 0.933 | 0.925 | 0.786 | 0.341–0.344 | how early in the passage the first word asked for stands |
| 0.307–0.317 | 0.467–0.633, 0.867–0.933 | 0.925 | 0.784–0.794 | – | all of these (37 features) and what was there, weights learned on the other four sets |
| 0.335–0.339 | – | – | – | – | the same, learned on mtrag's own other conversations, in five folds: what these words can give at most |

  With it aws_docs reaches its marks. **mtrag stays below its mark of 0.38.** By the first row that was kept, the right passages are among the first 100 for 0.75 of what is asked and among the first 20 for 0.51: they are found, and not told
  from others that share the words. A person's rewriting of the last turn, asked of the same ranker, gave 0.320 [0.000, 0.075] beside 0.285: carrying the conversation over cannot reach the mark either. Latent topics help a little everywhere but
  on aws_docs, and cost a decomposition of the corpus at every build: not kept. Vectors of any weight gave 0.254 to 0.274;
  since they helped on none of the four sets, they are asked for only once solved tickets show that they help (0.326 → 0.330, aws_docs hit@3 0.767 → 0.800, and a search less a ticket). Even weights learned on the set itself end at 0.34: what is missing is that two words mean
  the same. Knowledge from outside, free to ship, does not mend it here. Word vectors (GloVe, 100 numbers a word, of an encyclopedia and news; recall@5 without them: mtrag 0.330, wix 0.917, techqa 0.917, Firefox' articles alone, every third ticket, 0.292): the five nearest
  words of the corpus added to the question at 0.2 and 0.4 from a cosine of 0.55, 0.65 and 0.75 0.325–0.333, 0.917–0.929, 0.914–0.917, 0.286–0.289; a near word counted in part in the share that a passage holds, six ways, 0.328–0.331, 0.917, 0.914–0.917, 0.287–0.292;
  cosine of weighted means at three weights 0.299–0.322, 0.917–0.929, 0.917–0.919, 0.299–0.300. Words as a sentence encoder sees them (Universal Sentence Encoder lite, 26 MB): 0.315–0.331, 0.917–0.929, 0.917–0.919. The encoder itself, on the best passage of the first twenty pages, at five weights:
  0.319–0.335 (hit@1 0.234 to 0.287 where recall@5 is 0.328), wix 0.929–0.967, at 60 ms a passage. No gain that holds on all sets, so nothing of it is shipped; whoever configures an embedding model has a better one.
- **Answerable.** A question has one answer, or one told twice: what the third to tenth article hold of the whole refuses 0.53 of the impossible (auc 0.817; the best passage's share, used before, 0.45 and 0.803; without the vectors 0.49 becomes 0.53).
  At the bound where one in ten of the others would be refused, and where no history checks the confidence, the agent is told that the articles may not fit.
  Tried in its place: the share itself 0.44, the first two 0.47, their gap to the second article 0.28, to the sixth 0.35, the share of the subject's weight the best article covers 0.32, of the whole question's 0.23, of its 3, 5 or 8 rarest words in one passage 0.23 to 0.27, known words 0.20, height of scores by length 0.22, entropy 0.41,
  near copies counted as one 0.41, agreement of the scores 0.24. Beside the best share, learned in five folds repeated five times (the share alone 0.42 there, the third to tenth 0.47): kind of question (what, how, why, yes or no) 0.35, versions named in both 0.38, error codes named in both 0.38, rare words 0.42, subject against titles 0.33,
  what the whole corpus scores (NQC, WIG, SMV; Shtok 2012, Zhou 2007) 0.42, the first five shares 0.50, everything 0.29 to 0.37. The kept one needs nothing learned. It stays below its mark of 0.60.
  Later, on another cut of the notes where the kept one refuses 0.47 (auc 0.816): the third to 20th or 40th 0.45, fourth to tenth 0.45, probabilities flattened or sharpened four ways 0.44–0.48, title and whole article asked apart from passages: the less sure of both 0.44 (auc 0.825), their mean 0.44, where they agree 0.47, their product 0.38.

- **Calibration.** \`ece\` of articles is measured on tickets later than the build knew. A perfectly calibrated confidence would show 0.04 to 0.05 by chance alone on splits of these sizes. Measured on three splits (tests from 2019-12: 452 tickets,
  2019-11: 209, 2019-10: 242), each way fitted inside the build:

| 2019-12 | 2019-11 | 2019-10 | way |
| --- | --- | --- | --- |
| 0.057 | 0.047 | 0.034 | **Platt's method on all held-out blocks (kept)** |
| 0.049 | 0.056 | 0.066 | isotonic on the same |
| 0.059 | 0.054 | 0.041 | Platt on the later two thirds |
| 0.059 | 0.064 | 0.072 | isotonic on the later two thirds |
| 0.089 | 0.037 | 0.045 | Platt on the last third |
| 0.089 | 0.076 | 0.066 | isotonic on the last third |
| 0.060 | 0.063 | 0.034 | Platt, fusion learned on earlier blocks alone |
| 0.060 | 0.043 | 0.040 | Platt on what the fusion was learned from |

| 0.063 | 0.040 | 0.038 | beta calibration (Kull 2017) |
| 0.056 | 0.050 | 0.032 | temperature alone |
| 0.057–0.062 | 0.046–0.049 | 0.033–0.037 | Platt, examples worth half after 30, 60, 120 days |
| 0.075–0.083 | 0.034–0.036 | 0.033–0.040 | Platt with how many tickets were learned from |
| 0.054 | 0.025–0.036 | 0.018–0.026 | Platt with the shares of the second and of the third to tenth article: its log loss is higher on all three, so not kept |
| 0.049 | 0.101 | 0.085 | Platt with every signal of the first article |
| 0.052–0.065 | 0.035–0.069 | 0.040–0.074 | bins of Platt's result, 5 and 8 |
| 0.088 | 0.083 | 0.066 | EM on what comes in (Saerens 2002) |
| 0.041, 0.093 | 0.037, 0.048 | 0.032, 0.037 | offset of the latest 100, of the latest 200: chance |
| 0.038 | 0.042 | 0.063 | offset as labels come in, 50 tickets late |

  Platt's method has nearly the lowest mean, 0.046, and is above the mark of 0.05 on the development split: its tickets were easier (0.34 right at the first place) than every block before them (0.32, 0.32, 0.25), which nothing in the history told. What looks at the latest tickets only is worse there, since the latest were the hardest.
  On the sample company's few tickets the fit of the fusion overshot and gave nine in ten tickets a confidence near 1, with a third right. Each step now lowers the cost and the prior is scaled to the examples: on its last 42 tickets with an answer, confidence 0.45 and 0.50 right
  (before 0.87 and 0.36), and the ticket about somebody else's dishwasher is out of scope: not by its words (“display”, “error”, “switch” and “replace” are those of its own devices, and by the share of words that nothing else has, it lies in the middle of the solved tickets), but since the customer says that it is
  not one of theirs. That is read in eight languages and counts where the articles found are weak; in 18,012 real tickets it fires once.
- **Calibration of tags.** The gate is fitted for the share of questions no label covers. A fixed share of 0.3 gave ece 0.131 on banking77, 0.046 on clinc150, 0.123 and 0.074 on the two shops; fitted for a share of
  0.02 instead 0.010, 0.019, 0.312, 0.266; for six times the share of words seen once 0.013, 0.026, 0.073, 0.084; moved to the incoming questions by EM (Saerens 2002) 0.028, 0.017, 0.036, 0.186, so not to be trusted on few;
  **for the share of texts that open with a word no other has (Turing's estimate of texts, kept) 0.014, 0.025, 0.123, 0.083**. On the shops more than a third to a half of what comes is out of scope, which nothing in their training files shows.
  Labels that a ticket may have several of: how often needs_info is given rose from 0.15 to 0.53 between what is learned from and what is tested. Over six other splits in time of the same tickets and three labels, mean ece: Platt on the later
  fifth 0.059; weighted by age, half after 365, 180, 90, 45, 20 days, 0.056, 0.054, 0.049, 0.044, 0.043; the offset refitted on the latest 400, 200 or **100 (kept)** 0.044, 0.046, 0.040; EM on what comes in 0.088;
  labels known 50 tickets later 0.031, which is what a nightly build comes to. needs_info went from 0.212 to 0.096, escalate from 0.079 to 0.025.
- **Mood, urgency, language.** Of 60 own messages in six languages the mood was read right in 57, anger in 60, urgency in 57; mended by kind (outages, endings of words), then 30 new ones: mood 25, anger, urgency and language 30. All 90 are a test now.
- **not_our_product, spam.** A tag of one group of volunteers in spring 2020, given to tickets that speak of the product like any other; afterwards seldom and for other things (mail, phones, other programs). On tickets from May 2024 on,
  five folds, everything else learned from (16 positives of 1,171), auc: the model as it is 0.63; history fading by half in 4, 1 or 0.5 years 0.63, 0.58, 0.50; stronger and weaker penalties 0.63, 0.61; letters as well 0.65; without
  the looks of a text 0.65; with what spam and off_topic teach added 0.62; naive Bayes 0.40, both added 0.57. In whole blocks of time the order is the same. It stays below 0.85. Spam has five examples before the split by time; in the same folds
  (39 positives) 0.87 against 0.71 for naive Bayes, in blocks of time 0.49 against 0.66: it comes in campaigns, and the next one is known when one of its tickets was tagged. Tried in these folds with these two labels learned alone (spam 0.85, not_our_product 0.52): the nearest tagged ticket 0.82 and 0.58, Bernoulli words 0.77 and 0.52, rarity of words 0.68 and 0.43, words never seen 0.51 and 0.46; the model with each of them
  0.88, 0.84, 0.82, 0.84 and 0.56, 0.54, 0.42, 0.47; with naive Bayes 0.81 and 0.44; with nearest and rarity 0.87 and 0.47. What the nearest adds is within chance: nothing was changed.
- **Hand-off.** Three sets of new requests and look-alikes in six languages were written in turn, each measured before anything learned from it: recall 0.990, 0.979, 1, precision 0.911, 0.904, 0.971 (look-alikes are two thirds of them), then taken into
  the fixture but for the last, which stays held out: 144 requests, recall 1, precision 0.986.
- **Personal data.** Over all types, names and addresses included, recall is 0.95 at precision 0.95; it was 0.73 / 0.90. Read by eye and mended one kind at a time: addresses around a unit or after a cue
  (0.74 / 0.92), then letterheads and signatures by their lines, people listed beside a known name or named by what they are, companies with their towns, names cut at a possessive (0.95 / 0.96), 266 more given
  names. The templates of this file were looked at while doing so, so expect less elsewhere. In 3,000 real Firefox tickets the change hides three more stretches than before, all wrong; one of the two cues
  behind them was taken out. It takes 1.8 times as long as before. Own tickets in six languages, with signatures and quoted mail, are a test in which nothing marked may stay.
  Twenty-two more tickets in seven languages, written without a look at the rules, hold 45 things to hide: at first 29 were found: all but two addresses and fourteen names that a
  customer gives in passing (“soy …”, “hier ist …”, “Regards, …”); with phrases for that 43 (two addresses stay), and in 3,000 real Firefox tickets two stretches more are hidden, both names.
- **Written policies.** 698 documents and the sections of two policies are read by rules into typed policies; what tasks need or do is the measure and is not seen. Given the needed documents, a demand to hand over or
  to check identity is read where the solution does so. Matched by title words and the product named, the needed documents fire in part, among thirty of 698: customers do not say what the task hides.
- **Drafts.** Token F1 rewards length: what an agent would dislike was found by reading 44 drafts for Firefox tickets of the development split and the 20 of the sample company.
  A draft that answers came from 9.2 sentences and 969 characters on average to 6.0 and 533 there, at the same F1. Tried and measured on techqa (ratio to the baseline): as it was 1.60; without pointers, headings and
  half procedures 1.53; passages of a section read as one text 1.57; weighing down words that were answered already 1.54 to 1.56 (left out); thresholds by section instead of article 1.60
  (kept); a question's own unit for each question of a message 1.59 (kept: a second question was left unanswered before); four sentences at most 1.57, six 1.61 (five kept). Grounding got easier with it: fewer true sentences are lost.
  Read again, 25 other Firefox tickets and the 20: two ways to do a thing were counted on as one list, a list of links to articles stood as steps, a single step joined another article's list, a path of menus
  (“Settings → Hub → Light.”) and “such a Hub” stood without what they belong to. Each is a case now; it cost 0.002 of F1.
- **Injection.** With auto-reply and tagging switched on and the bound of auto-reply lowered to 0.7, so that more goes out: 0 unauthorised actions in 10,172 runs, in none of them was anything read
  that is not read without the attack, every one of 2,779 legitimate actions kept, 0.6 % of harmless look-alikes lost their suggestion (mark 1 %). An attack's words reached a draft for the agent in 0.7 %
  (mark 2 %), all of them through a poisoned passage. Whole campaigns in order: 2.7 %; 1.6 % after sentences beside an order to a machine were quoted only where others use 0.8 of their telling words, and two automatic replies
  said a sentence of an attack; 0.7 % and none after what follows. A sentence most of whose telling words (0.4 and more) neither its surroundings nor two solved tickets use is not quoted: measured by the company's own
  vocabulary alone, 0.5 % of the sentences of sumo's articles and 0.7 % of the sample company's are so, and 6 % and 61 % of the attacks' (below 0.7 it would be 1.6 % and 2.4 %, 15 % and 71 %); where articles and tickets are too few
  to tell (Turing's estimate of new words above a tenth, or under 1,000 different words in all) the rule does not apply. A reply alone needs 0.6 of each sentence's telling words in passages it does not rest on, and nobody in it who says “I” or tells whoever writes what
  to do. What a ticket says, said back in another language, counts as no translation of an article.
  Before, on 452 runs with a poisoned article (every fourth such attack): the rule beside an order brought successes from 49 to 30, and approved articles of sumo lose 1.8 % of their sentences instead of 1.7 % (judged by their
  title and other passages alone), and no passage more. Tried beside it on the same runs: such a passage not quoted at all 26 (empties 0.2 % more of sumo's passages); sentences beside the order cut until one that is related 32; 0.7 of
  the words in every passage that speaks of an answer 30 (loses 2.6 %); the kept rule and 0.3 of the words everywhere 14 (loses 6.8 %, of a small company’s articles 32 % instead of 14 %); the kept rule and half of the words where
  someone says “I” 29 (loses 2.2 %).
  An attack's words had reached a draft in 9.8 % of runs before sentences slipped into an approved passage were kept out of the evidence; the filter's thresholds were set after seeing failures on these public files. A look-alike is judged on a question whose answer survives
  a plain sentence in its place: a borderline answer falls over anything. What cost look-alikes their answer was that “discuss how …” and “write a short story” counted as a wish for a person; they are told from one by
  who is to talk with whom, with no request lost in 1,195.

## Speed and size

Measured on two shared cores; ratios are to a baseline of the same run.

| figure | measured |
| --- | --- |
| retrieve stage, Firefox | 1.7 and 1.8 ms a ticket where MiniSearch takes 27 in the same runs (2.0 and 35 with other work beside it); mark 2 ms met, after 2.1: sums had been kept as objects, 950 → 530 KB of garbage a ticket |
| snapshot load, 20,000 nodes / 100,000 edges | 4.4 ms and 4 MB against 2.0 s and 45 MB for \`graph.import(JSON.parse())\` |
| snapshot load, 100,000 / 500,000 | 16 ms, 20 MB, against 5.1 s and 218 MB |
| models of the Firefox installation, all tickets | 7.84 MB, held by a test; 8.24 before topics of articles took a byte a value and the table of terms was filled further, at the same ranking; mark 8 MB |
| snapshot, growth from 10,000 to 100,000 nodes | load by the power 0.9, one hop by −0.1 |
| building Firefox (762 articles, 7,077 tickets) | 21.2 s, at most 6.9 s CPU a step, peak 94 MB in a heap of 64 (39.5 s and 146 MB before); marks 30 s, 30 s CPU and 96 MB met |
| building aws_docs (8,809 documents), the same run | 47.6 s, at most 12 s CPU a step, peak 118 MB in a heap of 96 (79 s and 585 MB before); marks 90 s and 30 s met, 96 MB **missed** in ranking (118), graph (116), words and the sweep (102) |
| one changed article, the same run | Firefox 1.8 s (6.8, then 2.3 before), mark 2 s met, 99 MB in its vectors step; aws_docs 16.3 s (34 before), 194 MB while words are indexed again |
| first event over HTTP, Firefox installation, ten agents who each wait for their draft, 600 asked | p50 10 ms, p99 74 ms (marks 30 and 100), 28/s; MiniSearch behind HTTP p50 208 ms, p99 820 ms in the same run |
| ticket created to tagged, in the desk | p50 0.29 s, p95 0.39 s; mark 2 s |
| changed article to new suggestions, Firefox, with the gate | 15.8 s at most of 3, median 3.9 (30 s before); mark 120 s |
| cold start, Firefox installation, the same machine (3 starts) | isolate 7.1 s and first event 4.8 s, where a warm one took 272 ms: 18 times a warm one; not measured on a quiet machine |
| rollback, until the next suggestion runs under the old release, four others asking | 0.16 s at most of 20, median 0.13 |
| kill switch | 1,000 flips under load, nothing committed after one; 5,063 writes arrived meanwhile |
| replay | 1,000 of 1,000 equal to the byte |
| audit | 10,000 of 10,000 mutations seen; 388,000 entries/s |
| webhooks, ten connections | 1,229, 1,164, 1,119 and 1,037/s, p99 18 to 21 ms in four runs one after the other; the run with 50 kills, right after another load, 748/s, p99 26 ms: 0 of 18,067 lost, 0 twice; mark 1,000 and 50 ms |
| forged and replayed webhooks | 0 of 100,000 accepted; 0 of 10,000 good ones refused |
| model down | 510 of 510 answered, p95 24 ms (203 ms at load 12); hanging 2.6 to 2.9 s; after the breaker opened 42 calls where one probe each half second would be 52 |
| sidebar | below 150 KB gzip JavaScript, held by a test |

What follows was measured on two cores at a load of 12 to 20, old and new at once: only ratios say anything there. \`bench -- build\` counts heap and typed arrays before each collection, uncollected garbage
included, and nothing of the documents.

| tried for the build | gave |
| --- | --- |
| label training: examples in one set of arrays, lengths once, selection in place of sorting, Newton steps without a list an example | triage step 20.1 → 9.1 s CPU, the same bytes |
| issue names: phrases of one issue at a time, counts of the others only where a phrase can name one | tickets step 135–190 → 82–91 MB, the same names |
| stored results in parts of 4 MB, the tables that a step needs, the snapshot streamed | write step 105 MB before; no result is held whole any more |
| denials looked for among one article's statements in place of a set of all sums | graph step 119–259 → 106 MB before it |
| words counted by stamps, ridge and fusion in room that is used again, linear weights pruned at what a byte can hold | rank step 24 → 21 s CPU; its reading still needs more than 80 MB of heap |
| two in place of three iterations for latent topics | MRR@10 0.4597 → 0.4554: left at three |
| ridge to a residual of a hundredth in place of a thousandth | MRR@10 0.4597 → 0.4605, recall@5 0.5730 → 0.5708: kept; with all of these, beside the tree without them in the same hour, 0.4629 → 0.4625, 0.5875 → 0.5859, hit@1 equal, ece 0.057 → 0.052 |

What passages say is kept by article since, and ridge regression goes eight columns at a time: [builds.md](builds.md) tells what that gave.
`;
