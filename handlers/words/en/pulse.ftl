help-pulse = /askwell pulse: the weekly questions about how the course is going

pulse-lead = { $course }, this week: { $place } of { $count }
pulse-reminder = Still open, if you like. This is the only reminder.
pulse-fine = One tap. Nobody in the course sees what you tap: only figures about ten people or more are ever shown. It has nothing to do with marks.
button-pulse-skip = Skip this
button-pulse-pause = Pause 4 weeks
button-pulse-stop = Stop
button-pulse-resume = Go on asking me
pulse-noted = Thank you, that is all for this week. Whatever you tapped or skipped, this is what everyone reads here.
pulse-paused = Paused for four weeks. You can go on sooner whenever you like.
pulse-resumed = Good. The next questions come in their week.
pulse-stopped = Stopped: you are not asked any more. What you answered so far is in /my, where you can delete it. You can begin again there.
pulse-silent = { $course }: we have not heard from you for three weeks, so we have stopped sending the weekly questions. That is fine, and this is the only time we mention it.
pulse-over = This week's questions are closed, so nothing was kept. The next ones come by themselves.
pulse-contacts = If you are not all right, somebody is there for you: { $contacts }
pulse-closing = { $course }: you can change all of this with /askwell pulse.

pulse-card = This week's questions, one tap each: how is the course going for you? Only you see what you tap, and only figures about ten people or more are ever shown.
pulse-card-fine = Open until { $until }. It is up to you, and has nothing to do with marks.
pulse-card-closed = This week's questions are closed. Thank you to everyone who took a minute.
button-pulse-open = This week's questions
pulse-stopped-class = The weekly questions end here. Two times in a row there were too few answers to say anything without pointing at somebody, so it would not be fair to go on asking. Your questions are as welcome as ever.
pulse-stopped-staff = The pulse of { $course } has stopped by itself: too few answers two times in a row to show anything. The class has been told why. With /askwell pulse you can start it again.

pulse-consent = Once a week you would get two or three statements to rate, each with one tap, about belonging here and working things out. Nobody in the course sees your answers, only figures about ten people or more are ever shown, and you can skip, pause or stop at any time.
pulse-consent-fine = Your answers are kept apart from your questions until 30 days after the term, then deleted.
button-pulse-here = Yes, on the card here
button-pulse-direct = Yes, by direct message
button-pulse-no = No, thanks
pulse-joined-here = You are in. There is a card in the class's room each week; what you tap on it only you see.
pulse-joined-direct = You are in. Each week there is a direct message from Askwell.
pulse-no = That is fine. The offer stands whenever you like: /askwell pulse.
pulse-question-first = Your own question comes first. The weekly questions can wait; the card in the class's room stays open until { $until }.
pulse-not-now = There is nothing to answer at the moment.
pulse-none = There is no pulse in this course at the moment.
pulse-for-students = The weekly questions are for the class. Staff steer them with /askwell pulse.

pulse-mine-heading = Your weekly questions
pulse-mine-out = You are not asked.
pulse-mine-here = You are asked on the card in the class's room.
pulse-mine-direct = You are asked by direct message.
pulse-mine-paused = You have paused them.
pulse-mine-answers = What you answered so far, in no order of time:
pulse-mine-answer = “{ $item }”: { $answer }
pulse-mine-none = You have not answered any yet.
pulse-mine-fine = Only you see this page. Single answers to single statements say little about anybody, so there is no line and no level here.
button-pulse-begin = Ask me weekly
button-pulse-by-direct = Send me direct messages
button-pulse-by-card = Ask me on the card
button-pulse-mine = Weekly questions

pulse-staff-heading = The weekly pulse
pulse-staff-needs = The pulse needs the term's days and the number enrolled: [Term] and [Class] under /askwell course.
pulse-staff-small = With fewer than 12 enrolled nothing about people can be shown without pointing at somebody, so nobody is asked. Here is a page to talk over instead.
pulse-staff-off = It is off.
pulse-staff-off-small = It is off, as in every class of 12 to 19, because four weeks have to be taken together before anything can be shown. You can turn it on.
pulse-staff-running = It is on. { $weeks ->
        [one] Each week's answers are
       *[other] The answers of { $weeks } weeks are
    } taken together; that follows from the number enrolled before the term and stays.
pulse-staff-paused = You have paused it.
pulse-staff-stopped = It has stopped by itself: two times in a row there were too few answers to show anything.
pulse-staff-next = Next: { $when }, open for three days.
pulse-staff-last = There are no more weeks in this term.
pulse-staff-items = Then everybody is asked one statement of each of these, a different one each week:
pulse-staff-scale = { $scale }: { $items }
pulse-staff-response = Who answered in the last closed window: { $band } people.
pulse-staff-few = Who answered in the last closed window: not enough answers.
pulse-staff-left-out = Left out: { $days }.
pulse-staff-fine = Nobody is asked in exam weeks, in the quiet hours from { $from } to { $to }, while a question of theirs is open, or within two days of a “not yet”. There is no list of who answers, and no way to make one.
button-pulse-turn-on = Turn on
button-pulse-turn-off = Turn off
button-pulse-course-pause = Pause
button-pulse-course-resume = Go on
button-pulse-leave-out = Leave that week out
button-pulse-talk = The page to talk over
pulse-set-done = Saved.
pulse-scale-belonging = Belonging
pulse-scale-self_efficacy = Working things out
pulse-scale-teacher_support = The teaching team's help
pulse-scale-peer_support = Help among students
pulse-scale-ease_of_asking = Ease of asking

pulse-talk-heading = Ten minutes to talk over how the course is going
pulse-talk-lead = For a small class, in place of a survey. Print it or read it out; nobody has to speak, and nothing is written down.
pulse-talk-1 = What helped you go on the last time you were stuck?
pulse-talk-2 = What makes it easy to ask something here, and what makes it hard?
pulse-talk-3 = Is there somebody here you would gladly work with? How could we make that easier?
pulse-talk-4 = Which part of this week's material would you like to hear once more, in other words?
pulse-talk-5 = One thing we should change by next week?
pulse-talk-fine = End by saying which one thing you will change, and do it. Who would rather write can use Ask, hidden if they like.
