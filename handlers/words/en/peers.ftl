help-helper = /askwell helper: help classmates, when and as much as you like
button-help-others = Help others
button-helper-pause = Pause
button-helper-on = Go on
button-helper-pause-notice = Pause
button-helper-stop = Stop helping
button-take-it = Take it
button-pass = Pass
button-thank = Thank them
button-look = Look

helper-what = You can help classmates with the topics you choose. When a question fits, you are asked, at most as often a week as you say and never in your quiet hours. Explaining something is one of the best ways to understand it.
helper-fine = You and whoever asks stay under aliases. Nobody counts or ranks what you do, and passing is always fine.
helper-title = Help classmates
helper-advice = Change what you like, and leave the rest. You can pause or stop with one press at any time.
helper-topics = Topics, one a line (none: any)
helper-weekly = How often a week at most?
helper-week = { $count ->
        [one] Once a week
       *[other] { $count } times a week
    }
helper-quiet-from = Quiet from
helper-quiet-to = Quiet until
helper-any = any topic
helper-is = You help with { $topics }, at most { $weekly ->
        [one] once a week
       *[other] { $weekly } times a week
    }.
helper-quiet = Quiet hours: { $start } to { $end }.
helper-paused = Paused: you are not asked.
helper-stopped = You are not a helper any more, and nothing is expected of you. Thank you for helping.
helper-none = You are not a helper in this course. Type /askwell helper if you would like to be one.
helper-topic-wrong = Name topics as the course does, one a line, or none for any. Nothing was changed.
helper-quiet-wrong = Write quiet hours as 22:00 and 08:00, or leave both empty. Nothing was changed.

notice-offer = A classmate could do with your help, if you have a moment.
offers-none = There is nothing for you just now. If you were asked before, it has gone on to others, and nothing is expected of you.
offer = Would you like to help with “{ $title }”?
offer-taken = You have taken “{ $title }”.
offer-why = It is your turn among those who chose this topic. The first to take it has it.
offer-yours = It is yours for an hour; after that it goes on to others, and that is fine. They ask:
offer-coaching = Three things that help most: say what is good about what they tried, ask or name the next step rather than the solution, and let them do it. If only a full answer helps, it stays sealed until they open it.
offer-fine = You answer under an alias.
offer-passed = Passed on. Nobody learns who passed.
offer-gone = Somebody was quicker, or it has gone on to others. Nothing is expected of you.

thanked = { $alias } reads that you thank them, on a page that only they see.
thanked-already = You have thanked them already.
news-thanked = Somebody thanks you for your help with “{ $question }”. You made a difference there.
my-thanked = They thank you for this.
