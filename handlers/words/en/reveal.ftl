label-everyone-revealed = Nobody in the course can find out that it was you. The people who operate the bot technically could. There is one exception: if a life is in danger, two people outside the teaching team ({ $office }) can together find out who asked.
label-group-everyone-revealed = Your group sees that it is you. Nobody else in the course can find out unless somebody in your group tells them. There is one exception: if a life is in danger, two people outside the teaching team ({ $office }) can together find out who asked.
talk-advice-unfindable = If you stay without your name, we cannot find you. Here is who can help: { $contacts }
talk-advice-revealed = If you stay without your name, nobody in the course can find you. There is one exception: if a life is in danger, two people outside the teaching team ({ $office }) can together find out who wrote this.

button-reveal-ask = A life is in danger
reveal-ask-title = A life is in danger
reveal-ask-submit = Ask the two
reveal-ask-advice = If somebody may come to harm within minutes, ring the emergency number first. Two people outside the teaching team ({ $office }) read this question and your reason. Only if both confirm that a life is in danger do they learn who asked, and they act on it. You are told what they decided, never who it is. Each month the class reads how often a name was revealed.
reveal-ask-reason = What makes you fear for a life?
reveal-asked = They have it now. You hear what they decide within { $hours } hours. If it cannot wait, ring now:
reveal-ask-already = You have asked about this question already. If it cannot wait, ring one of the contacts.
reveal-ask-impossible = Nobody can find out who wrote this: it was not asked under a promise that has an exception. You can write to them here, and “I'm worried about this person” tells them who is there for them. If somebody's life may be in danger, ring one of the contacts.
reveal-ask-empty = The form came without a reason. Press the button again to write it.

notice-reveal = Somebody fears for a life and asks you and a colleague to look at something now.
button-reveals = Look
reveals-heading = Requests to find somebody
reveals-lead = You and a colleague decide these together. Only a danger to life counts.
reveals-none = There is no request for you.
reveals-open = { $course }: asked at { $time }, to be decided by { $until }.
reveals-granted = { $course }: you have both confirmed. The name can be read until { $until }.
reveals-over = { $course }: asked at { $time }. It is decided.
button-reveal-look = Look
reveal-course = In { $course }, { $alias } wrote:
reveal-reason = Somebody on the staff fears for a life:
reveal-so-far = { $count ->
    [0] Nobody has confirmed yet.
   *[other] One of you has confirmed.
}
reveal-danger-so-far = Whoever confirmed says that telling the author would endanger somebody:
reveal-fine = Confirm only if a life is in danger. Both of you have to, by { $until }. Everything you do here is noted without your name. Only you see this.
button-reveal-confirm = Confirm
button-reveal-decline = Don't confirm
button-reveal-name = Show who asked
reveal-confirm-title = A life is in danger
reveal-confirm-submit = Confirm
reveal-confirm-advice = With two confirmations you both can read who asked, for { $hours } hours, to help them. Whoever asked is told within seven days that they were found, unless that would endanger somebody.
reveal-tell = Tell the author within seven days?
reveal-tell-yes = Yes
reveal-tell-no = No, it would endanger somebody
reveal-danger = If not: how would it endanger somebody?
reveal-danger-unclear = You chose that the author is told, and wrote how that would endanger somebody. Choose “No”, or leave the line empty. Nothing was changed, and here is your text:
reveal-danger-missing = Please say how telling the author would endanger somebody, or let them be told. Nothing was changed.
reveal-confirmed = Your confirmation is kept. As soon as your colleague confirms too, you are both told.
reveal-granted = You have both confirmed. For { $hours } hours you can read who asked. Each look is noted, without your name.
reveal-granted-quietly = You have both confirmed. For { $hours } hours you can read who asked. Each look is noted, without your name. The author is not told: one of you said that it would endanger somebody.
reveal-name = This was asked by { $who }.
reveal-name-fine = Use it for this help alone and keep it nowhere. Their teachers do not learn it. Only you see this.
reveal-name-over = The name cannot be read here: you have not both confirmed, its time is over, or nothing leads to the author any more.
reveal-declined = Noted: it is not confirmed, and whoever asked is told so.
reveal-not-you = This is for the people named for it. Nothing was changed.
reveal-failed-not-named = This is for the people named for it. Nothing was changed.
reveal-failed-teaches-here = Whoever teaches in the course cannot decide this. Nothing was changed.
reveal-failed-another-question = This confirmation is about another question. Open the request again. Nothing was changed.
reveal-failed-switched-off = In this course nothing is revealed any more. Nothing was changed.
reveal-failed-decided-already = This request is decided already.
reveal-failed-expired = The time for this request is over. If the danger is still there, it has to be asked anew.
reveal-failed-deputies-not-called = The two people named first have a little longer. You are told when it is your turn.
reveal-failed-nothing-leads-to-the-author = Nothing leads to the author of this question any more, so nobody can be found.
reveal-failed-same-person-twice = You have confirmed this already. It needs your colleague as well.
button-reveals-page = Requests

news-reveal-granted = What you asked about { $alias }: two people outside the teaching team have confirmed it and take care of it now. Who it is stays with them.
news-reveal-declined = What you asked about { $alias }: it was not confirmed, so nobody was revealed. You can still write to them here; if something new makes you fear for a life, ask again.
news-reveal-expired = What you asked about { $alias }: it was not decided in time, so nobody was revealed. If the danger is still there, ring one of the contacts, and ask again.
news-reveal-told = Two people outside the teaching team ({ $office }) found out that “{ $question }” was yours, because they feared for a life. Your teachers were not told. You did nothing wrong by writing it.

reveal-on-class = From now on there is one exception for questions hidden from everybody: if a life is in danger, two people outside the teaching team ({ $office }) can together find out who asked. You read so before you post. What was asked before stays as it was promised. Each month you read here how often it happened.
reveal-on-staff = From now on, where a life is in danger, two people outside the teaching team ({ $office }) can together find out who asked a hidden question that is posted from today on. “I'm worried about this person” leads there. You learn what they decide, never who it is.
reveal-off-class = From now on nobody can find out who asked a hidden question, whatever it is, old questions included.
reveal-month = How often somebody was found because a life was in danger, in { $month }: { $band ->
    [none] never.
    [few] once to four times.
    [some] five to nine times.
   *[many] ten times or more.
}
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
course-reveal-off = Hidden questions are never revealed.
course-reveal-on = If a life is in danger, two people outside the teaching team ({ $office }) can together find out who asked a hidden question. Whoever operates Askwell has set this.
