/** Words that stand in every text of a language and say little of what it is about. Lower case, apostrophes taken away. */
const english = `a about above after again against all also am an and any are as at be because been before being below between both
but by can could did do does doing down during each either else ever every few for from further get got had has have having he
her here hers herself him himself his how however i if in into is it its itself just may me might mine more most much must my
myself neither no nor not now of off on once only onto or other our ours ourselves out over own per rather same shall she should
since so some such than that the their theirs them themselves then there these they this those though through thus till to too
under until up upon us very was we were what when where whether which while who whom whose why will with within without would yet
you your yours yourself yourselves dont didnt doesnt isnt wasnt cant wont im ive youre its thats ll ve re don didn doesn isn`;

const german = `aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den denn der des dich die dies
diese dieser dieses dir doch du durch ein eine einem einen einer eines er es etwas euch für gegen hab habe haben hat hatte hier
hinter ich ihm ihn ihnen ihr ihre im in ins ist ja jede jeder jedes jetzt kann kein keine mein mich mir mit muss nach nicht noch nun
nur ob oder ohne sehr sein seine seit sich sie sind so über um und uns unser unter vom von vor war waren was weil wenn wer werden
wie wieder wir wird wo zu zum zur`;

const french = `à ai alors au aucun aussi autre aux avec avoir c ce ces cet cette comme d dans de des du elle elles en encore entre es
est et été être eu eux fait il ils j je l la le les leur leurs lui m ma mais me même mes moi mon n ne ni nos notre nous on ont ou où
par pas peu plus pour qu quand que qui s sa sans se ses si son sont sous sur t ta te tes toi ton tout tous très tu un une vos votre
vous y`;

const spanish = `a al algo antes como con contra cual cuando de del desde donde dos durante e el ella ellas ellos en entre era es esa
ese eso esta está este esto fue ha han hasta hay la las le les lo los más me mi mis mucho muy nada ni no nos o os otra otro para pero
poco por porque que qué quien se ser sin sobre son su sus también te tiene todo todos tu un una uno unos y ya yo`;

const wordsOf = (text: string): readonly string[] => [...new Set(text.split(/\s+/))];

export const languages = ['english', 'german', 'french', 'spanish'] as const;

export const stopWords: Readonly<Record<(typeof languages)[number], readonly string[]>> = {
  english: wordsOf(english),
  german: wordsOf(german),
  french: wordsOf(french),
  spanish: wordsOf(spanish),
};
