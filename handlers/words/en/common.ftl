unknown = Askwell does not know this, or not any more. Type /askwell to see what you can do.
failed = Something broke on our side, and nothing was changed. Please try again in a minute.
not-for-you = Only the course's staff can do this.
not-for-tas = Only the course's instructors can do this.
no-course = Askwell does not know your course yet. Press Ask in your class's channel, or type /askwell join if you were given a code. If the channel has no course yet and you teach it, type /askwell course there.
question-gone = This question is gone, or it is not yours.
question-closed = This question is closed. A new one is always welcome.
question-solved = This question is closed as solved. If something is still missing, open it again: it goes back to its old place, and nobody minds.
only-you = Only you can see this. You can read it again in /my.

notice-news = There is something new for you.
notice-direct = What you type here is kept by your workspace. Use the form instead: it opens with what you wrote, and there you can stay hidden.
button-read-it = Read it
button-my = My questions
button-new-question = New question
button-fix = Fix it
button-follow-up-notice = Follow up

weekdays = Mon Tue Wed Thu Fri Sat Sun
months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
moment = { $weekday } { $time }
moment-dated = { $weekday } { $day } { $month }, { $time }

kind-learning = learning
kind-logistics = logistics
kind-set-up = set-up
