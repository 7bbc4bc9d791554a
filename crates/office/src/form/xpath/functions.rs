//! The functions that an expression may call: a closed table. What is not in it is refused when the form is read.

use super::{Ground, Place, Tree, Value, Why, days, number_in};
use rxeval::parser::Expr;
use rxeval::{Context, Fixed, Instance};

/// Name, fewest and most arguments. `usize::MAX` is any number.
const TABLE: &[(&str, usize, usize)] = &[
    ("abs", 1, 1),
    ("boolean", 1, 1),
    ("boolean-from-string", 1, 1),
    ("ceiling", 1, 1),
    ("coalesce", 2, 2),
    ("concat", 1, usize::MAX),
    ("contains", 2, 2),
    ("count", 1, 1),
    ("count-non-empty", 1, 1),
    ("count-selected", 1, 1),
    ("current", 0, 0),
    ("date", 1, 1),
    ("date-time", 1, 1),
    ("decimal-date-time", 1, 1),
    ("decimal-time", 1, 1),
    ("ends-with", 2, 2),
    ("exp", 1, 1),
    ("false", 0, 0),
    ("floor", 1, 1),
    ("format-date", 2, 2),
    ("format-date-time", 2, 2),
    ("if", 3, 3),
    ("indexed-repeat", 3, 7),
    ("instance", 1, 1),
    ("int", 1, 1),
    ("join", 2, usize::MAX),
    ("jr:choice-name", 2, 2),
    ("last", 0, 0),
    ("local-name", 0, 1),
    ("log", 1, 1),
    ("log10", 1, 1),
    ("max", 1, usize::MAX),
    ("min", 1, usize::MAX),
    ("name", 0, 1),
    ("normalize-space", 0, 1),
    ("not", 1, 1),
    ("now", 0, 0),
    ("number", 0, 1),
    ("once", 1, 1),
    ("pi", 0, 0),
    ("position", 0, 1),
    ("pow", 2, 2),
    ("pulldata", 4, 4),
    ("regex", 2, 2),
    ("round", 1, 2),
    ("selected", 2, 2),
    ("selected-at", 2, 2),
    ("sqrt", 1, 1),
    ("starts-with", 2, 2),
    ("string", 0, 1),
    ("string-length", 0, 1),
    ("substr", 2, 3),
    ("substring", 2, 3),
    ("substring-after", 2, 2),
    ("substring-before", 2, 2),
    ("sum", 1, 1),
    ("today", 0, 0),
    ("translate", 3, 3),
    ("true", 0, 0),
];

/// Those whose first argument (for `indexed-repeat` and `join` see there) must name questions or rows.
const OF_NODES: &[&str] = &[
    "count",
    "count-non-empty",
    "sum",
    "local-name",
    "name",
    "position",
    "indexed-repeat",
];

/// The letters after `%` that a date format may have here: those whose meaning needs no language.
const DATE_LETTERS: &str = "YymndeHhMS3%";

/// What is wrong with a call, before anything is evaluated.
pub(in crate::form) fn misuse(name: &str, args: &[Expr]) -> Option<Why> {
    if matches!(name, "random" | "uuid" | "randomize") {
        return Some(format!(
            "{name}() draws chance, and the same answers must give the same form"
        ));
    }
    let Some((_, fewest, most)) = TABLE.iter().find(|(known, _, _)| *known == name) else {
        return Some(format!("{name}() is no function of forms here"));
    };
    if args.len() < *fewest || args.len() > *most {
        return Some(format!("{name}() has {} arguments", args.len()));
    }
    let names = |arg: &Expr| {
        matches!(
            arg,
            Expr::Path { .. } | Expr::Filter { .. } | Expr::Union(..)
        ) || matches!(arg, Expr::Function { name, .. } if name == "current")
    };
    if OF_NODES.contains(&name) && args.first().is_some_and(|arg| !names(arg)) {
        return Some(format!("{name}() wants a question or rows, like ${{name}}"));
    }
    match (name, args) {
        ("format-date" | "format-date-time", [_, Expr::Literal(format)]) => {
            let mut letters = format.split('%').skip(1);
            let odd = letters.find(|rest| !rest.starts_with(|c| DATE_LETTERS.contains(c)));
            odd.filter(|_| !format.contains("%%")).map(|rest| {
                format!("the date format has %{rest}; use the letters %Y %m %n %d %e %H %h %M %S")
            })
        }
        ("regex", [_, Expr::Literal(pattern)]) => plain(
            "regex",
            &[Expr::Literal(String::new()), Expr::Literal(pattern.clone())],
        )
        .err()
        .map(|_| format!("the pattern '{pattern}' cannot be read")),
        _ => None,
    }
}

impl Ground<'_> {
    pub(super) fn call(&self, name: &str, args: &[Expr], place: Place) -> Result<Value, Why> {
        let [first, second, third] = [0, 1, 2].map(|index| args.get(index));
        let want = |arg: Option<&'_ Expr>| -> Result<Expr, Why> {
            arg.cloned()
                .ok_or_else(|| format!("{name}() wants more arguments"))
        };
        Ok(match name {
            "true" => Value::Truth(true),
            "false" => Value::Truth(false),
            "today" => Value::Text(self.clock.iso_date.clone()),
            "now" => Value::Text(self.clock.iso_datetime.clone()),
            "pi" => Value::Number(std::f64::consts::PI),
            "boolean" => Value::Truth(self.truth(&want(first)?, place)?),
            "not" => Value::Truth(!self.truth(&want(first)?, place)?),
            "if" => {
                let taken = if self.truth(&want(first)?, place)? {
                    second
                } else {
                    third
                };
                self.evaluate(&want(taken)?, place)?
            }
            "coalesce" => {
                let text = self.text(&want(first)?, place)?;
                if text.is_empty() {
                    self.evaluate(&want(second)?, place)?
                } else {
                    Value::Text(text)
                }
            }
            "once" => {
                let kept = self.answers.string_value(place.origin);
                if kept.is_empty() {
                    self.evaluate(&want(first)?, place)?
                } else {
                    Value::Text(kept)
                }
            }
            "current" => Value::Nodes(Tree::Answers, vec![place.origin]),
            "instance" => self.list(&self.text(&want(first)?, place)?)?,
            "last" => Value::Number(place.size as f64),
            "position" => Value::Number(self.position(first, place)?),
            "name" | "local-name" => Value::Text(self.name_of(first, place)?),
            "count" | "count-non-empty" | "sum" | "min" | "max" | "join" | "concat" => {
                self.over_nodes(name, args, place)?
            }
            "indexed-repeat" => self.indexed(args, place)?,
            "jr:choice-name" => Value::Text(self.choice_name(
                &self.text(&want(first)?, place)?,
                &want(second)?,
                place,
            )?),
            "pulldata" => self.pulled(args, place)?,
            "date" | "date-time" | "decimal-date-time" | "decimal-time" => {
                self.day_function(name, &self.evaluate(&want(first)?, place)?)
            }
            "format-date" | "format-date-time" => {
                let moment = self.evaluate(&want(first)?, place)?;
                self.formatted(&moment, &self.text(&want(second)?, place)?)?
            }
            "round" => Value::Number(self.rounded(args, place)?),
            "number" => Value::Number(match first {
                Some(arg) => self.number(arg, place)?,
                None => number_in(&self.here(place)),
            }),
            "string" | "string-length" | "normalize-space" if args.is_empty() => {
                plain(name, &[Expr::Literal(self.here(place))])?
            }
            _ => plain(name, &self.reduced(name, args, place)?)?,
        })
    }

    fn here(&self, place: Place) -> String {
        self.tree(place.tree).string_value(place.node)
    }

    /// Arguments as plain values, for a function that knows neither rows nor days.
    fn reduced(&self, name: &str, args: &[Expr], place: Place) -> Result<Vec<Expr>, Why> {
        let numeric = matches!(
            name,
            "abs" | "ceiling" | "exp" | "floor" | "int" | "log" | "log10" | "pow" | "sqrt"
        );
        let reduce = |arg: &Expr| -> Result<Expr, Why> {
            if numeric {
                return Ok(Expr::Number(self.number(arg, place)?));
            }
            Ok(match self.evaluate(arg, place)? {
                Value::Number(number) => Expr::Number(number),
                other @ (Value::Truth(_) | Value::Text(_) | Value::Nodes(..)) => {
                    Expr::Literal(self.text_of(&other))
                }
            })
        };
        args.iter().map(reduce).collect()
    }

    fn list(&self, id: &str) -> Result<Value, Why> {
        let list = self.lists.instance_named(id);
        let list = list.ok_or_else(|| format!("the form has no list '{id}'"))?;
        Ok(Value::Nodes(Tree::Lists, vec![list]))
    }

    /// Without an argument the place within the brackets; with one the number of that row among its like.
    fn position(&self, of: Option<&Expr>, place: Place) -> Result<f64, Why> {
        let Some(of) = of else {
            return Ok(place.position as f64);
        };
        let (tree, nodes) = self.nodes(of, place)?;
        let Some(row) = nodes.first() else {
            return Ok(f64::NAN);
        };
        let tree = self.tree(tree);
        let name = &tree.node(*row).name;
        let twins = tree.parent(*row).map(|parent| tree.children(parent));
        let twins = twins.unwrap_or_default().into_iter();
        let before = twins
            .filter(|twin| tree.node(*twin).name == *name)
            .position(|twin| twin == *row);
        Ok(before.unwrap_or(0) as f64 + 1.0)
    }

    fn name_of(&self, of: Option<&Expr>, place: Place) -> Result<String, Why> {
        let (tree, nodes) = match of {
            Some(of) => self.nodes(of, place)?,
            None => (place.tree, vec![place.node]),
        };
        let name = nodes
            .first()
            .map(|node| self.tree(tree).node(*node).name.clone());
        Ok(name.unwrap_or_default())
    }

    fn over_nodes(&self, name: &str, args: &[Expr], place: Place) -> Result<Value, Why> {
        let (separator, args) = match (name, args) {
            ("join", [separator, rest @ ..]) => (self.text(separator, place)?, rest),
            _ => (String::new(), args),
        };
        let mut texts = Vec::new();
        for arg in args {
            match self.evaluate(arg, place)? {
                Value::Nodes(tree, nodes) if name != "concat" || args.len() == 1 => {
                    texts.extend(self.texts(tree, &nodes));
                }
                other
                @ (Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::Nodes(..)) => {
                    texts.push(self.text_of(&other));
                }
            }
        }
        let numbers = || texts.iter().map(|text| number_in(text));
        let extreme = |pick: fn(f64, f64) -> f64| {
            let unknown = texts.is_empty() || numbers().any(f64::is_nan);
            if unknown {
                f64::NAN
            } else {
                numbers().reduce(pick).unwrap_or(f64::NAN)
            }
        };
        Ok(match name {
            "count" => Value::Number(texts.len() as f64),
            "count-non-empty" => {
                Value::Number(texts.iter().filter(|text| !text.is_empty()).count() as f64)
            }
            "sum" => Value::Number(numbers().sum()),
            "min" => Value::Number(extreme(f64::min)),
            "max" => Value::Number(extreme(f64::max)),
            _ => Value::Text(texts.join(&separator)),
        })
    }

    /// `indexed-repeat(question, rows, number, ...)`: the question in the row of that number.
    fn indexed(&self, args: &[Expr], place: Place) -> Result<Value, Why> {
        let [
            Expr::Path {
                absolute: true,
                steps,
            },
            indices @ ..,
        ] = args
        else {
            return Err("indexed-repeat() wants ${question}, ${rows} and a number".to_owned());
        };
        let mut steps = steps.clone();
        for pair in indices.chunks(2) {
            let [Expr::Path { steps: rows, .. }, number] = pair else {
                return Err("indexed-repeat() wants ${rows} and a number".to_owned());
            };
            let number = self.number(number, place)?;
            let depth = rows.len().checked_sub(1);
            if let Some(step) = depth.and_then(|depth| steps.get_mut(depth)) {
                step.predicates = vec![Expr::Number(number)];
            }
        }
        self.evaluate(
            &Expr::Path {
                absolute: true,
                steps,
            },
            place,
        )
    }

    fn choice_name(&self, name: &str, of: &Expr, place: Place) -> Result<String, Why> {
        // The path stands in quotes: the form points at the question, it does not read it.
        let path = self.text(of, place)?;
        let words = self.choices.get(path.trim());
        let words =
            words.ok_or_else(|| format!("jr:choice-name(): no list of choices at {path}"))?;
        let label = words.get(name.trim());
        Ok(label
            .map(|label| label.text(crate::label::Language::Uk).to_owned())
            .unwrap_or_default())
    }

    /// `pulldata('file', 'column', 'key column', key)`: the first row whose key fits; nothing where none does.
    fn pulled(&self, args: &[Expr], place: Place) -> Result<Value, Why> {
        let texts: Result<Vec<String>, Why> =
            args.iter().map(|arg| self.text(arg, place)).collect();
        let texts = texts?;
        let [file, column, by, key] = texts.as_slice() else {
            return Err("pulldata() wants four arguments".to_owned());
        };
        let Value::Nodes(_, list) = self.list(file)? else {
            return Ok(Value::Text(String::new()));
        };
        let cell = |row, name: &str| {
            let mut cells = self.lists.children(row).into_iter();
            let cell = cells.find(|cell| self.lists.node(*cell).name == name)?;
            Some(self.lists.string_value(cell))
        };
        let rows = list.iter().flat_map(|list| self.lists.descendants(*list));
        let mut fitting = rows.filter(|row| cell(*row, by).is_some_and(|cell| cell == *key));
        Ok(Value::Text(
            fitting
                .next()
                .and_then(|row| cell(row, column))
                .unwrap_or_default(),
        ))
    }

    fn day_function(&self, name: &str, value: &Value) -> Value {
        let text = self.text_of(value);
        let days = number_in(&text);
        match name {
            "decimal-date-time" => Value::Number(days),
            "decimal-time" => Value::Number(days::part_of_day(&text).unwrap_or(f64::NAN)),
            "date" => Value::Text(days::day(days).unwrap_or_default()),
            _ if text.contains('T') && !days.is_nan() => Value::Text(text),
            _ => Value::Text(days::day_and_time(days).unwrap_or_default()),
        }
    }

    fn formatted(&self, moment: &Value, format: &str) -> Result<Value, Why> {
        let text = self.text_of(moment);
        let iso = match text.trim().parse::<f64>() {
            Ok(days) => days::day_and_time(days).unwrap_or_default(),
            Err(_) if !text.is_empty() && number_in(&text).is_nan() => {
                return Err("format-date() wants a day or a moment".to_owned());
            }
            Err(_) => text,
        };
        plain(
            "format-date",
            &[Expr::Literal(iso), Expr::Literal(format.to_owned())],
        )
    }

    /// Halves go up, also below zero, as XPath has it.
    fn rounded(&self, args: &[Expr], place: Place) -> Result<f64, Why> {
        let mut numbers = [0.0, 0.0];
        for (number, arg) in numbers.iter_mut().zip(args) {
            *number = self.number(arg, place)?;
        }
        let [value, places] = numbers;
        let scale = 10f64.powf(places.trunc());
        Ok((value * scale + 0.5).floor() / scale)
    }
}

/// A function on plain values, by the engine.
fn plain(name: &str, args: &[Expr]) -> Result<Value, Why> {
    let mut nowhere = Instance::new();
    let root = nowhere.create_element("none", "");
    nowhere.set_root(root);
    let clock = Fixed {
        today: String::new(),
        now: String::new(),
    };
    let value = rxeval::functions::call(name, args, &nowhere, Context::at(root), &clock)?;
    Ok(match value {
        rxeval::Value::Boolean(truth) => Value::Truth(truth),
        rxeval::Value::Number(number) => Value::Number(number),
        rxeval::Value::String(text) => Value::Text(text),
        rxeval::Value::NodeSet(_) => Value::Text(String::new()),
    })
}
