help-digest = /askwell digest: last week in five lines, or a week such as 2026-W40

released-withheld = not enough answers
released-mean = { $code ->
    [low] 1.75 or less
    [high] 4.25 or more
   *[other] about { $code }
}
released-share = { $code ->
    [low] 10 % or fewer
    [high] 90 % or more
   *[other] about { $code } %
}
released-people = { $code ->
    [under-10] fewer than 10
   *[other] about { $code }
}
released-word = { $code ->
    [changed] probably changed
    [usual] within the usual variation
    [too-few] too few to tell
    [alike] alike
    [behind] behind
   *[other] no comparison yet
}

digest-title = { $course }, week { $week }: { $first } to { $last }
digest-actions = Worth doing
digest-withheld = { $what }: not enough answers.

digest-unanswered-none = Waiting for an answer: nothing.
digest-unanswered-hours = Waiting for an answer: { $waiting ->
    [one] 1 question, for { $hours } h.
   *[other] { $waiting } questions, the oldest for { $hours } h.
}
digest-unanswered-days = Waiting for an answer: { $waiting ->
    [one] 1 question, for { $days } days.
   *[other] { $waiting } questions, { $two } of them for over two days. The oldest has waited { $days } days.
}
digest-hardest-none = Hardest topic: none stood out.
digest-hardest-some = Hardest topic: { $topic }. About { $share } % of about { $whole } questions needed a worked example, an answer or a person (likely between { $least } and { $most } %).
digest-hint-none = Hint to look at: none stood out.
digest-hint-some = Hint to look at: the { $rung ->
    [1] pointer
    [2] hint
    [3] worked example
   *[other] answer
} on { $topic }. Shown about { $whole } times; in about { $share } % of them it was voted down or passed over unread.
digest-reply-none = First reply: nothing was posted.
digest-reply-some = First reply: { $share } % of { $tickets ->
    [one] 1 question posted
   *[other] { $tickets } questions posted
} had one, from staff or a classmate, within { $target ->
    [one] 1 hour
   *[other] { $target } hours
} of duty time.
digest-pulse-none = Weekly questions to the class: none to report on this week.
digest-pulse-few = Weekly questions to the class: not enough answers.
digest-pulse-words = Weekly questions to the class: { $words }.
digest-pulse-word = { $what }: { $word }
digest-pulse-belonging-name = Belonging
digest-pulse-belonging = Belonging: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-belonging-sections = Belonging, by section: { $sections }.
digest-pulse-self_efficacy-name = Working things out
digest-pulse-self_efficacy = Working things out: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-self_efficacy-sections = Working things out, by section: { $sections }.
digest-pulse-teacher_support-name = The teaching team's help
digest-pulse-teacher_support = The teaching team's help: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-teacher_support-sections = The teaching team's help, by section: { $sections }.
digest-pulse-peer_support-name = Help among students
digest-pulse-peer_support = Help among students: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-peer_support-sections = Help among students, by section: { $sections }.
digest-pulse-ease_of_asking-name = Ease of asking
digest-pulse-ease_of_asking = Ease of asking: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-ease_of_asking-sections = Ease of asking, by section: { $sections }.
digest-pulse-own-1-name = Your own statements, scale 1
digest-pulse-own-1 = Your own statements, scale 1: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-own-1-sections = Your own statements, scale 1, by section: { $sections }.
digest-pulse-own-2-name = Your own statements, scale 2
digest-pulse-own-2 = Your own statements, scale 2: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-own-2-sections = Your own statements, scale 2, by section: { $sections }.
digest-pulse-own-3-name = Your own statements, scale 3
digest-pulse-own-3 = Your own statements, scale 3: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-own-3-sections = Your own statements, scale 3, by section: { $sections }.
digest-pulse-own-4-name = Your own statements, scale 4
digest-pulse-own-4 = Your own statements, scale 4: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-own-4-sections = Your own statements, scale 4, by section: { $sections }.
digest-pulse-own-5-name = Your own statements, scale 5
digest-pulse-own-5 = Your own statements, scale 5: { $mean } of 5 (likely between { $low } and { $high }), from { $people } people: { $word }. Those who did not answer may differ: had they said one point less, it would be { $lower }.
digest-pulse-own-5-sections = Your own statements, scale 5, by section: { $sections }.
digest-said-never = Told the class what you changed after their answers: not yet.
digest-said-last = Told the class what you changed after their answers: last on { $day }.

digest-volume = Questions asked, posted or not: { $asked ->
    [0] fewer than 5
   *[other] about { $asked }
} ({ $asked_before ->
    [0] fewer than 5
   *[other] about { $asked_before }
} the week before){ $known ->
    [0] {""}
   *[other] , about { $known } of them about logistics or set-up
}. Posted to people: { $posted } ({ $posted_before ->
    [0] none
   *[other] { $posted_before }
} the week before).
digest-late-none = Without a reply after 48 hours: nothing was posted early enough to tell.
digest-late-some = Without a reply after 48 hours: { $part ->
    [0] none of { $whole ->
        [one] 1 question
       *[other] { $whole } questions
    } that old
   *[other] { $part } of { $whole ->
        [one] 1 question
       *[other] { $whole } questions
    } that old ({ $share } %, likely between { $least } and { $most } %)
}.
digest-solved = Solved: { $places }.
digest-solved-pointer = about { $count } at a pointer or on one's own
digest-solved-hint = about { $count } at a hint
digest-solved-example = about { $count } at a worked example
digest-solved-answer = about { $count } at an answer from the course
digest-solved-classmate = about { $count } with a classmate
digest-solved-staff = about { $count } with staff
digest-depth = How far the bot's help went, question by question: { $places }.
digest-depth-rung0 = no further than a question back for about { $count }
digest-depth-rung1 = a pointer for about { $count }
digest-depth-rung2 = a hint for about { $count }
digest-depth-rung3 = a worked example for about { $count }
digest-depth-rung4 = an answer for about { $count }
digest-bottom = Ended at a full answer: { $share ->
    [0] hardly any
   *[other] about { $share } %
} of about { $whole } questions that had a hint.
digest-reopened = “Not yet” after an answer: { $part ->
    [0] never
   *[other] { $part } of { $whole } answered questions ({ $share } %)
}.
digest-told = Given the full answer by staff before any hint: { $part ->
    [0] none of their { $whole } answers
   *[other] { $part } of their { $whole } answers ({ $share } %)
}.
digest-peers-few = Classmates: they gave fewer than five answers this week, too few to tell of.
digest-peers-some = Classmates gave the first answer to { $by_classmates ->
    [0] none
   *[other] { $by_classmates }
} of { $firsts ->
    [one] 1 question
   *[other] { $firsts } questions
}. Staff stood behind { $endorsed ->
    [0] none
   *[other] { $endorsed }
} of { $peers ->
    [one] 1 answer
   *[other] { $peers } answers
} of theirs.
digest-peak = The busiest three hours: { $day ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[other] Sunday
} from { $from } to { $to }, with { $posted } of the { $whole } questions posted.

digest-kinds-name = Kinds of help asked for
digest-kinds = Kinds of help asked for: a pointer { $pointer }, an explanation { $explanation }, a check { $check }, the answer { $answer }. Shares of people's own questions; { $people } people, each counted once.
digest-answers-name = Asked for the answer
digest-answers = Asked for the answer: { $share } of people's own questions; { $people } people, each counted once. The other kinds of help are told apart from 25 people on.
digest-attempts-name = Asked with an attempt
digest-attempts = Asked with an attempt: { $share } of people's own questions.
digest-silent-name = Stuck and silent
digest-silent = Stuck and silent: { $share } of people's own questions to the bot were left there, with nothing more within a day; { $people } people.
digest-clicked-name = Clicked through
digest-clicked = Clicked through: { $share } of people's own steps from one hint to the next came before the hint could have been read; { $people } people. It says as much about the hints as about the hurry.
digest-alone-name = Could do a similar one alone
digest-alone = Could do a similar one alone: { $share } of what people answered about their own solved questions; { $people } people. It is what they say, not a test.
digest-hidden-name = Asked without a name
digest-hidden = Asked without a name: { $share } of people's own posted questions; { $people } people. Hiding is what makes asking possible for some.
digest-section = { $section } { $figure }
digest-fair-name = Sections
digest-fair-too-few = Sections: too few questions to tell whether one waits longer than the rest.
digest-fair-alike = Sections: none clearly waits longer than the rest.
digest-fair-behind = Sections: answered within the target less often than the rest: { $sections }. Look at how questions are assigned, not at people.
digest-asking-name = Asking, side by side
digest-asking = Asking, side by side: ease of asking { $ease } of 5; stuck and silent { $silent } of questions to the bot; asked without a name { $hidden } of posted questions. Asking is what people do who are getting better at something: say so.
digest-reach-name = Reach
digest-reach = Reach: { $share } of the class asked, answered or pressed something. Not asking may be understanding.
digest-reach-people = Reach: { $people } people of the class asked, answered or pressed something. Not asking may be understanding.

digest-do-oldest-first = Take first what has waited for two days or more.
digest-do-worked-example = Open the next class with a worked example on { $topic }.
digest-do-rewrite = Rewrite the hint on { $topic }: smaller step, fewer words.
digest-do-duty-at-the-peak = Move an hour of duty to when most questions come.
digest-do-split-the-task = Many ask for the answer: split the task, or show a similar one solved.
digest-do-model-confusion = Say in class what confused you when you learned this, and that questions are welcome.
digest-do-sharpen-hints = { $topic ->
    [none] Sharpen the pointer and the hint of your hardest topic: many go on before they could have read them.
   *[other] Sharpen the pointer and the hint on { $topic }: many go on before they could have read them.
}
digest-do-hint-first = When you answer, try a hint first.
digest-do-less-steep = Hints often end at the answer: add a smaller step between them.
digest-do-ask-for-the-step = Ask for the step somebody is stuck at before you answer.
digest-do-talk-about-asking = Talk in class about how asking is learning; leave hiding as it is.
digest-do-invite = Invite questions, and leave those alone who do not need to ask.

digest-picture = Questions that needed a worked example, an answer or a person
digest-picture-alt = { $topic } needed most help: about { $share } % of about { $whole } questions took a worked example, an answer or a person.
digest-picture-rest = Then: { $topics }.
digest-others = Other topics: { $topics }.
digest-bar = { $share ->
    [0] hardly any
   *[other] about { $share } %
}

digest-note-waits = Duty time is when somebody of staff is on duty. Waits show whether there was enough of it for what was asked; they do not measure anybody.
digest-note-team = How staff's answers went is told only where three people or more gave some and a window of the term is over, so that it is about nobody alone.
digest-note-frozen = Computed once, after the week was over. Later answers and deletions do not change it.
digest-note-people = Figures about people are rounded on purpose and shown only where at least ten are behind them. Those who did nothing may think differently.
digest-note-no-people = Figures about people are not shown this week: { $weeks ->
    [one] they come when a whole week of the term is over.
   *[other] they cover { $weeks } weeks of the term at a time, and come when those are over.
}
digest-note-small = In a class this small nothing is said about people.
digest-note-unknown = For figures about people, say with /askwell course how many are enrolled.
digest-note-likely = “Likely between” is how far chance alone can move a figure: the fewer questions or people, the further.
digest-note-learning = Shares are about questions that have something to learn in them. They say nothing about anybody's ability, and nothing about marks.

digest-none = There is no digest of { $week } here. A week's digest is made on the Monday after it, at { $time }.
digest-none-yet = There is no digest yet. The first comes on Monday at { $time }.
digest-week = Write a week as 2026-W40, or nothing for the last one.

button-digest-waiting = The line now
button-digest-class = Tell the class
button-digest-rewrite = Rewrite
button-digest-hours = Duty hours
button-digest-said = You said, we did
button-digest-more = All figures

digest-hours = Duty hours: when questions were posted, to plan by
digest-came = { $day ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[other] Sunday
}, { $from } to { $to }: { $posted }
digest-nothing-hard = No topic stood out that week.

rewrite-title = Rewrite the hint
rewrite-text = The hint
rewrite-submit = Save
rewrite-gone = This hint is not there any more.
rewritten = Rewritten. Whoever asks about { $topic } sees it from now on.

tell-submit = Post to the class
tell-text = What the class reads
tell-empty = Write something first.
told = Posted. Saying what you do with what they tell you is what makes people tell you more.
told-not-known = Posted, under your name. A teacher who asked makes asking ordinary.
said-title = You said, we did
said-finding = What did they say?
said-action = What do you do about it?
said-no-finding = Choose one of the digest's lines.
said-you = You said: { $finding }
said-we = We do:
class-title = Tell the class
class-hard = Many of us were stuck at { $topic } this week. That is what hard things feel like, and asking about them is how they get easier. We will look at it together; until then, ask as early as you like.
class-from-staff = From your course staff:
button-not-known = Share one
not-known-invite = Did something stump you lately? Showing that not knowing is ordinary helps those who would rather not ask. Two sentences are plenty, and only if you like.
not-known-title = What I did not know
not-known-text = What was it, and how did you find out?
not-known-lead = { $who } did not know this, until lately:
not-known-close = Nobody knows everything, least of all before asking.

page-front = The week in five lines
page-notes = How to read this
page-tickets = questions
page-people = people
page-classes = Lines marked “questions” count questions: exactly where staff can see each, else in fives. Lines marked “people” are about people: rounded, and shown only where enough are behind them.

button-digest-page = As a page
digest-page-lead = The whole digest on one page, to print or to keep.
digest-page-link = Open the digest
page-title = Askwell
page-ask = Your page is ready.
page-once = It opens once, within ten minutes.
page-open = Open it
page-gone = This link has been opened, or its ten minutes are over. Get a new one where you got it.
page-no-address = Your installation has no public address yet, so there is nothing to open here. Whoever operates this bot can set one.
