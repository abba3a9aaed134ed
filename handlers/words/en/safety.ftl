notice-care = There are people who are there for you.
button-care = Who is there for you

care-heading = Who is there for you
care-lead = Whatever made you or somebody else think of this: you do not have to carry it alone, and asking for help here costs you nothing.
care-contacts = Whom to turn to, right now: { $contacts }
care-person = You can also talk to a person of this course. They read in their working hours. If it cannot wait, please ring one of the numbers above.
care-fine = Only you see this. Nobody learns that you opened it.
button-talk = Connect me with a person
talk-title = Talk to a person
talk-submit = Connect me
talk-advice = Staff of this course get this, nobody else. They read it in their working hours; if it cannot wait, please ring one of the numbers you were shown.
talk-text = Anything you would like to say
talk-text-default = I would like to talk to somebody.
talk-label-classmates = With my name, for staff only
talk-label-everyone = Without my name, under an alias
talk-sent-named = Staff have it now, with your name. We'll write to you as soon as somebody answers. If it cannot wait:
talk-sent-hidden = Staff have it now. To them you are { $alias }. We'll write to you as soon as somebody answers. If it cannot wait:
card-wish-talk = a person to talk to
card-talk-above = They would like to talk to a person. What they added stands on their card.

button-worried = I'm worried about this person
worried-sent = Thank you for noticing. They are being told now, privately, who is there for them and that they can talk to a person, and not who thought of it. If somebody's life may be in danger, don't wait:
worried-unreachable = Thank you for noticing. Nothing leads from these words to their author any more, so we cannot write to them. If somebody's life may be in danger, don't wait:

button-flag = Flag
flag-title = What is wrong with it?
flag-submit = Tell staff
flag-why = What is it?
flag-hurtful = It hurts somebody
flag-names = It shows who somebody is
flag-else = Something else does not belong here
flag-worried = I am worried about the person who wrote it
flag-advice = Staff see how many flagged it and why, never who. If you are worried about somebody, we tell them privately, right away, who is there for them.
flag-kept = Thank you. When more of you say so, staff look at it. If it cannot wait, write to staff directly.
flag-already = You have flagged this one. Thank you.
flag-own = This is your own question. You can change it in /my.
flag-staff = You are staff here: press Moderate on its card in the staff room.
flag-left = Good: it stays as it is.
flag-card = Classmates have flagged this question of { $who }:
flag-card-hurtful = { $count ->
    [one] One says it hurts somebody.
   *[other] { $count } say it hurts somebody.
}
flag-card-names = { $count ->
    [one] One says it shows who somebody is.
   *[other] { $count } say it shows who somebody is.
}
flag-card-else = { $count ->
    [one] One says it does not belong here.
   *[other] { $count } say it does not belong here.
}
flag-card-left = Staff have looked at it. It stays as it is.
button-leave-it = Leave it as it is

button-moderate = Moderate
moderate-lead = What can be done about what { $alias } wrote, without anybody learning who it is:
moderate-means = Hiding takes a question away from the class; you still have it and answer it. Muting stops what they write under this question, and for a day keeps what they write elsewhere from the class. They are told kindly and can ask you to look again. They can always ask staff for help. An answer that nobody should read any more is taken away by Mark as wrong, on its own card.
button-hide = Hide from class
button-unhide = Show to class again
button-mute = Mute
button-lift = Lift the mute
hidden = Hidden from the class. Its author is told privately, and you still have the question.
hide-already = The class does not see this one.
unhidden = The class sees it again, and its author is told.
unhide-already = This one is not hidden.
muted = { $alias } cannot write here now. They are told kindly and can ask you to look again.
mute-already = That is so already, or nothing leads to its author any more.
lifted = Lifted, and they are told.
lift-already = There is no mute to lift.
card-hidden = Staff have taken this question away from the class.
card-staff-hidden = Hidden from the class.

news-hidden = Staff have taken your question “{ $question }” away from the class. They still have it and will help you with it. Perhaps something in it could hurt or identify somebody.
news-hidden-lifted = Staff have looked again: the class sees your question “{ $question }” as before. Thank you for your patience.
news-muted = Staff ask you to pause under “{ $question }”, so nothing more of yours is passed on there. Until { $until }, what you ask elsewhere goes to staff only. They answer it as always.
news-muted-lifted = Staff have looked again: under “{ $question }” you can write as before. Thank you for your patience.
news-measure-fine = Nobody learns who you are, staff included. This says something about a few words and nothing about you.
button-look-again = Ask staff to look again
look-again-title = Ask to look again
look-again-sent = Staff have it. They still don't know who you are, and you'll hear what they decide.
look-again-already = You have asked already. You'll hear what they decide.
look-again-card-hidden = { $who } asks you to look again at their hidden question:
look-again-card-muted = { $who } asks you to look again at their mute.
muted-here = Staff have asked you to pause here, so this was not passed on. You can ask staff to look again, and you can always ask a new question.
muted-helping = Staff have asked you to pause, so until { $until } nothing of yours goes to classmates. Asking is open to you as always.
preview-muted = Until { $until } your questions go to staff only. They answer as always.
talk-back-advice = A warm first line is enough: thank them for writing, and offer a time and a place to talk. They read it at once. You need not solve anything.
talk-back-sent = Sent. Thank you for being there. You need not do this alone: the course's contacts are there for you as well.

distress-lead = Thank you for writing this. It may be that something weighs on you that matters more than any coursework, and you do not have to be alone with it.
distress-nobody = What you wrote has not been sent to anybody. If it was about coursework, it goes on with one press.
only-you-distress = Only you see this. Nobody is told, nothing is noted, and what you wrote is erased after a day.
button-coursework = This was about coursework
giving-up = That this feels too hard says nothing about what you can do. Most people who know this now have had an hour in which they did not. Good that you wrote.
giving-up-step = A smaller step: find the last line or word that you do understand, and look at the next one only. And if you would rather talk to somebody, that is a good step too.
giving-up-then = When you feel like going on, this is here for you. It can wait, and nothing is lost.

draft-gone = What you wrote was kept for a day and is erased now. If it still matters, write it anew: it is welcome.
