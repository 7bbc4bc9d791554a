# Слова, спільні для обох вікон.

language-name = Українська
go-on = Далі
kilobytes = { $n } КБ
megabytes = { $n } МБ
