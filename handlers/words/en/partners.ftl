button-partners = Study together
button-find = Find company
button-partner-yes = Yes, tell my name
button-partner-no = Not this time
button-leave = Leave
partners-what = Two to four people who study one topic together. You are named to each other only when everybody has said yes.
partner-title = Study together
partner-submit = Look
partner-advice = You choose one topic. When others look for the same, all of you are asked, and nobody is named before everybody has said yes.
partner-how-many = How many of you?
partner-size = { $count ->
        [2] Two of us
        [3] Three of us
       *[other] Four of us
    }
partner-no-topic = Choose a topic first. Nothing was changed.
partner-already = You are looking for company with { $topic } already, or have found it.
partner-gone = This has changed meanwhile. Press Study together in /askwell helper to see how it stands now.
partner-looking = You are looking for company with { $topic }. We'll write to you when somebody looks for the same.
partner-waiting = You said yes to studying { $topic } together. We'll write to you when everybody has answered.
partner-proposed = { $others ->
        [one] Somebody else is looking
       *[other] { $others } others are looking
    } for company with { $topic } too. Would you like to study together?
partner-fine = If everybody says yes, you read each other's names. If not, nobody learns who it was.
partner-group = You study { $topic } together with { $names }. Say hello!
partner-left = Done. No message says who left.
group-asks = { $who }, from your study group, asks:
group-gone = Your study group is gone meanwhile. Press Change to choose who reads it.
audience-group = My study group and staff
preview-group = Your study group and course staff will read it.
card-audience-group = For staff and a study group.
label-group-named = Your group and staff see that it was you.
label-group-classmates = Your group and course staff see that it was you. Other classmates do not.
label-group-everyone = Your group sees that it was you. Nobody else in the course can find out unless somebody in your group tells them.
posted-group = Your study group and staff have it now. We'll write to you when somebody answers.
