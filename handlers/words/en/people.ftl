preview-heading = Ready to post
preview-staff = Course staff will read it.
preview-class = Course staff and class will read it.
label-named = Everyone who reads the question sees that it was you.
label-classmates = Course staff can see who asked. Classmates cannot.
label-everyone = Nobody in the course can find out that it was you. The people who operate the bot technically could, and in this course nothing is ever revealed.
preview-delay = The class sees it within a few minutes, at a time drawn by chance, so that nobody can match it with your typing.
preview-wait = How long an answer takes here is not known yet. We'll write to you, so you can close this.
button-post = Post
button-change = Change
choose-title = Who reads it, who knows
choose-submit = Use this
choose-audience = Who reads it?
audience-staff = Staff only
audience-class = Class and staff
choose-label = Who knows it's me?
label-choice-named = With my name
label-choice-classmates = Hidden from classmates
label-choice-everyone = Hidden from classmates and staff
posted-named = Posted under your name. Whoever was about to ask the same will be glad. We'll write to you when somebody answers.
posted-hidden = Posted as { $alias }. Whoever was about to ask the same will be glad. We'll write to you when somebody answers.
posted-staff-named = Staff have it now, with your name. We'll write to you when somebody answers.
posted-staff-hidden = Staff have it now, as a question of { $alias }. We'll write to you when somebody answers.
post-already = It is posted already. You find it in /my.

card-ask-welcome = Stuck? Ask here. You get a hint in seconds and people if you want them, and you choose who knows that it was you.
card-ask-course = Asking is how this course learns: nobody is graded, ranked or counted for it.

card-asks = { $who } asks:
card-staff-asks = { $who } asks for { $wish }:
card-topic = Topic: { $topic }
card-tried = Tried so far: { $tried }
card-where = Where they are: “{ $where }”
card-rungs = { $rung ->
    [-1] No hint from the bot yet.
    [0] Has been asked a question back.
    [1] Has seen a pointer.
    [2] Has seen a hint.
    [3] Has seen a worked example.
   *[other] Has seen an answer from the course.
}
card-audience-staff = For staff only.
card-audience-class = For staff and class.
card-wish-pointer = a pointer
card-wish-explanation = an explanation
card-wish-check = a check of their work
card-wish-answer = the answer
card-waiting = Waiting since { $time }.
card-claimed = { $who } is on it.
card-answered = Answered. The asker has the last word.
card-reopened = Not solved yet: back at its old place in the line, waiting since { $time }.
card-back = Not solved yet for { $who }: back at its old place in the line, waiting since { $time }.
card-came-back = Not solved at first for { $who }:
card-solved = Solved.
card-deleted = The person who asked has deleted this question.
card-deleted-answer = The person who wrote this answer has deleted it.
card-class-fine = Replying here shows your name: use the buttons.
card-class-answers = { $count ->
    [one] One classmate has answered.
   *[other] { $count } classmates have answered.
}
button-claim = Claim
button-release = Release
button-answer = Answer
button-ask-back = Ask back

claimed = It is yours. Take the time it needs; release it if somebody else should go on.
claimed-other = { $who } has this one now, so you are free for another.
claimed-closed = This one is closed: nobody needs to answer it any more.
released = Back in the line at its old place.
release-not-yours = You don't hold this one.
answer-own = This is your own question. Use Follow up to add something.

answer-title = Answer
answer-submit = Send to asker
answer-text = Your answer
answer-form = How do you help?
answer-hint = As a hint: the next step, not the solution
answer-full = As a full answer: sealed until they open it
answer-open = As a full answer
answer-advice-tried = They tried: { $tried }
answer-advice = Say something about what they did, and name the next step.
answer-sent-hint = Sent as a hint. Thank you for helping them find it.
answer-sent-full = Sent, sealed until they open it. Thank you.
answer-sent-open = Sent. Thank you.
answer-empty = The form came without an answer. Press Answer again to write it.
answer-late = { $who } has taken this one meanwhile, so yours was not sent. Here is your text to keep or pass on:
answer-gone = The question was deleted meanwhile, so yours was not sent. Here is your text to keep:
answer-merged = This question is answered together with another one now, so yours was not sent. Press Answer on the card of the other one. Here is your text to keep:
answer-closed = The question was closed meanwhile, so yours was not sent. Here is your text to keep:

news-none = Nothing new since you last looked. Everything you were told is in /my.
news-hint = { $who } has a hint on “{ $question }”:
news-open = { $who } has answered “{ $question }”:
news-full = { $who } has answered “{ $question }”. The answer is sealed, so you can go on by yourself first. Open it any time you like.
news-follow-up = { $who } writes to you about “{ $question }”:
news-helper = { $who } follows up on your answer to “{ $question }”:
news-followed = There is an answer to “{ $question }”, which you wanted to know too.
news-followed-wrong = Staff have taken back what was answered to “{ $question }”, which you wanted to know too. If you have read it, please don't build on it. We'll tell you when there is another answer.
followed-waiting = There is no answer yet that everybody can read. We'll tell you when there is.
who-staff = A member of staff
who-classmate = { $alias }, a classmate,
who-classmate-gone = A classmate
who-asker = The person who asked
button-open-answer = Open the answer
button-solved = Solved
button-partly = Partly
button-not-yet = Not yet
button-follow-up = Follow up
answer-from = { $who } wrote:
outcome-ask = Did that do it?
outcome-solved = Good. What you learned on the way is yours.
outcome-partly = Good so far. Follow up with what is still missing, and whoever helped you will see it.
outcome-not-yet = It is back at its old place in the line, and nobody minds. One more line about the step that still holds you up will help whoever takes it.
outcome-already = That is noted already.

peer-card = { $alias } answered { $asker }:
button-endorse = Endorse
endorsed = Endorsed. The asker is told, and others who ask the same will find it.
endorse-already = Somebody has endorsed it already.
news-endorsed-too = Staff stand behind this answer.
news-endorsed = Staff stand behind the answer you got on “{ $question }”.

follow-up-title = Follow up
follow-up-submit = Send
follow-up-text = What would you like to say?
follow-up-empty = The form came without a text. Press Follow up again to write it.
follow-up-sent = Sent. We'll tell you when something comes back.
follow-up-closed = The question was closed meanwhile, so your line was not sent. Here is your text to keep:
follow-up-nobody = Nobody has taken this question yet. Your line is added to it for whoever does.
follow-up-card = { $who } adds:
ask-back-card = Asked back: { $text }
