# Слова, спільні для обох вікон.

language-name = Українська
language-other = EN
go-on = Далі
kilobytes = { $n } КБ
megabytes = { $n } МБ
