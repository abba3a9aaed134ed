help-queue = /askwell queue: the line, and the next question that fits you
desk-heading = The line
desk-waiting = { $count ->
    [0] Nothing waits.
    [one] One question waits.
   *[other] { $count } questions wait.
}
desk-claimed = { $count ->
    [one] One is being answered.
   *[other] { $count } are being answered.
}
desk-first = The first has waited since { $time }.
desk-on-duty = On duty: { $people }.
desk-until = { $who } until { $time }
desk-nobody = Nobody has said when they are on duty.
desk-nobody-until = Nobody is on duty before { $time }.
desk-as-of = As of { $time }.
desk-spent = The hours meant for questions this week are used up, so nothing is brought to anybody for now. The line stays open to all.
desk-short-half = Short by about half an hour this week.
desk-short = { $hours ->
    [one] Short by about an hour this week.
   *[other] Short by about { $hours } hours this week.
}
button-take-next = Take next
button-duty = On or off duty
button-go-on = On duty
button-go-off = Off duty
button-my-duty = My duty
button-my-answers = My answers

my-answers-heading = Your answers, { $first } to { $last }
my-answers-count = { $count ->
    [0] You answered no questions in these days.
    [one] You answered one question.
   *[other] You answered { $count } questions.
}
my-answers-typical = Where yours was the first reply, half of the questions had it within { $time } of duty time.
my-answers-few = How soon your first replies come is told from three of them on.
my-answers-said = Solved at once, of the questions whose asker said something: { $share }.
my-answers-unsaid = What askers said of them is told from ten on, and rounded.
my-answers-fine = Only you see this, no instructor and nobody else. It is there for you to learn from, and measures nobody.

queue-item = “{ $title }”{ $topic } · since { $time }
queue-on = You are on duty until { $time }.
queue-off = You are off duty.
queue-week = This week: about { $spent } on questions. Only you see this.
queue-week-of = This week: about { $spent } on questions, of { $limit }. Only you see this.

take-next-none = Nothing waits for you. Enjoy the quiet.
why-brought = It was brought to you because { $reasons }.
why-and = { " and " }
why-topic = { $topic } is one of your topics
why-alone = nobody else on duty is free to take it
why-hands = you have the fewest questions on your desk
why-turn = it is your turn by the time spent this week
why-draw = the draw fell on you among equals
why-yours = { $topic } is one of your topics.
why-first = It comes first in the line.

duty-on = You are on duty until { $time }. Questions that fit you are brought to you; anybody can still take any.
duty-off = You are off duty. Nothing is brought to you until you are back.
my-duty-title = My duty
my-duty-submit = Save
my-duty-advice = Times are in { $zone }. Everything is optional, and only who is on duty until when is shown to the other staff.
my-duty-weekly = Hours every week
my-duty-weekly-example = Mon, Wed 10-12; Thu 14:00-16:30
my-duty-others = Other days
my-duty-others-example = One a line: 24 Dec 2026 off
my-duty-topics = Topics
my-duty-topics-example = With commas between them; empty: any topic
my-duty-limit = Weekly limit
my-duty-limit-example = Hours, such as 10; empty: no limit
my-duty-kept = Saved: { $hours } h a week. Questions that fit you are brought to you while you are on duty.
my-duty-kept-none = Saved, without hours. Press On duty whenever you are there.
my-duty-unclear = “{ $piece }” is not a time we understand, so nothing was changed. Write it like “Mon, Wed 10-12” or “24 Dec 2026 off”.
my-duty-topic = “{ $piece }” is none of the course's topics, so nothing was changed.
my-duty-limit-wrong = The weekly limit is a number of hours, such as 10 or 7.5. Nothing was changed.

notice-brought = A question waits for you at the desk.

preview-duty-now = Somebody is on duty now.
preview-duty-next = Somebody is next on duty { $time }.
preview-aim = Staff aim at a first answer within { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
} in which somebody is on duty.
preview-wait-known = Four of five questions like this one get a first answer by { $time }, going by this course so far. We'll write to you, so you can close this.
