namespace WeChatActors.Rules;

/// <summary>Reads values with templates in their texts.</summary>
internal static class ValueReader
{
    /// <summary>Reads one.</summary>
    /// <param name="node">A scalar, list or map.</param>
    /// <param name="scope">The rule.</param>
    /// <param name="what">What a text in it is, for sentences.</param>
    /// <param name="dollars">Whether <c>$name</c> stands for the value of an expression, and <c>$$</c> for a dollar sign.</param>
    public static ValueSource Read(YamlNode node, RuleScope scope, string what, bool dollars = false) => node switch
    {
        YamlList list => new ValueSource.List([.. list.Items.Select(item => Read(item, scope, what, dollars))]),
        YamlMap map => new ValueSource.Map([.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Read(entry.Value, scope, what, dollars)))]),
        YamlScalar { IsPlain: true } scalar when CoreSchema.AsValue(scalar.Value) is { Kind: not ValueKind.Text } value => new ValueSource.Fixed(value),
        YamlScalar scalar when dollars && scalar.Value.StartsWith("$$", StringComparison.Ordinal) => new ValueSource.Text(scope.TemplateFrom(scalar, 1)),
        YamlScalar { Value: ['$', var first, ..] } scalar when dollars && (char.IsLetter(first) || first == '_') => new ValueSource.Computed(scope.ExpressionFrom(scalar, 1)),
        _ => new ValueSource.Text(scope.Template(node, what) ?? scope.NoText),
    };
}
