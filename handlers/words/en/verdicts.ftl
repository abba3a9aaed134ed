button-correct = Correct
correct-title = Correct
correct-advice = It goes to whoever asked, with the answer. Write it so that it can be read alone: who asks the same later reads only this. Say first what holds of the answer, then what is different.
correct-text = What should be read with it?
correct-empty = The form came without a text. Press Correct again to write it.
correct-late = A colleague has corrected this one meanwhile, so yours was not sent. The card shows theirs; here is your text to keep:
corrected = Sent. Whoever asked is told, and so is the classmate who answered, kindly and under their alias. Whoever opens or finds the answer from now on reads it too.

button-mark-wrong = Mark as wrong
mark-wrong-title = Mark as wrong
mark-wrong-submit = Mark as wrong
mark-wrong-advice = Nobody will be shown this answer any more, whether it leads the wrong way or hurts. Whoever asked is told not to build on it, and the classmate who answered is told kindly, under their alias. If a sentence of yours would put it right, Correct is the kinder way.
mark-wrong-already = A colleague has marked it already.
marked-wrong = Marked. It is passed on to nobody. Whoever asked or gave it is told, and whoever wanted to know too and had it.

peer-card-corrected = Staff add:
peer-card-wrong = Marked as wrong: it is passed on to nobody.
card-class-correction = Staff add to what a classmate answered:
card-class-correction-sealed = Staff have added to what a classmate answered.
card-doubted = What was answered does not hold, so it is back at its old place in the line, waiting since { $time }. { $who } asks:

answer-wrong = Staff have taken this answer away. It would not help you on, so it is not shown.
answer-wrong-read = Staff say: this leads the wrong way, so don't build on it.
answer-corrected = Staff add:
no-longer-behind = Staff had said that they stand behind the classmate's answer. As it was, they no longer do.
news-back-in-line = Your question is back at its old place in the line.
my-wrong = { $who } answered, and staff have taken that away. It would not help you on, so it is not shown.
news-corrected = Staff add to what { $who } wrote on “{ $question }”:
news-corrected-too = Staff have added to it; you read both together.
news-wrong = Staff have taken away what { $who } wrote on “{ $question }”. It does not help you on, so please don't build on it.
news-wrong-unread = { $who } answered “{ $question }”, but staff have taken that away. It would not help you on, so it is not shown.
news-yours-corrected = Staff have added something to your answer on “{ $question }”, so that it carries further:
news-yours-wrong = Staff have looked at your answer on “{ $question }”. It does not hold in this case, so it is not passed on.
news-yours-fine = Only you read this; to everybody else you are an alias. Thank you for trying: somebody had company while they were stuck.

button-settle = Mark solved
settle-title = Mark solved
settle-submit = Mark solved
settle-advice = For a question that needs nobody any more. Whoever asked is told, and can open it again with one press.
settled = Marked as solved. Whoever asked is told and can open it again.
news-settled = Staff have marked “{ $question }” as solved. If it is not, say so: it goes back to its old place, and nobody minds.
button-open-again = Not solved yet
